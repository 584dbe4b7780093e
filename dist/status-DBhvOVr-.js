import { n as status, t as readStatus } from "./status-DVQZXYHD.js";

export { status };