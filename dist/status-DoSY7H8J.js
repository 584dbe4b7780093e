import { n as status, t as readStatus } from "./status-MMgbcYxu.js";

export { status };