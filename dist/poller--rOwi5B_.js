import { a as standOn, i as scopeOf, n as createPoller, r as createReach, t as createBackend } from "./poller-DL1v_unh.js";

export { scopeOf };