import { n as status, t as readStatus } from "./status-CkIi5shb.js";

export { status };