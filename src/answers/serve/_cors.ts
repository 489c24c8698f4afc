/** Lets pages of an origin read answers; without one, browsers keep them from every page. */
export function withCors(response: Response, origin: string | undefined): Response {
  if (origin === undefined) return response;
  response.headers.set("access-control-allow-origin", origin);
  response.headers.set(
    "access-control-expose-headers",
    "ETag, Strata-As-Of, Content-Disposition, Retry-After",
  );
  if (origin !== "*") response.headers.append("vary", "Origin");
  return response;
}

/** Answers the question that browsers ask before a request with a token. */
export function preflight(): Response {
  return new Response(null, {
    status: 204,
    headers: {
      "access-control-allow-methods": "GET, HEAD",
      "access-control-allow-headers": "Authorization, If-None-Match",
      "access-control-max-age": "86400",
    },
  });
}
