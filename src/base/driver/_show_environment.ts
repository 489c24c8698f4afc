import process from "node:process";
import { environment } from "./_hide_environment.ts";

process.env = environment;
