import { n as status, t as readStatus } from "./status-CjqYjCHX.js";

export { status };