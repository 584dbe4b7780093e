import { n as status, t as readStatus } from "./status-ob78poiL.js";

export { status };