/** The icon of the page. */
export const icon =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20"><g fill="none" stroke="#2a9d8f" stroke-width="1.8" stroke-linejoin="round"><path d="M2 6l8-4 8 4-8 4z" fill="#2a9d8f"/><path d="M2 10l8 4 8-4M2 14l8 4 8-4"/></g></svg>`;
