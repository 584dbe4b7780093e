import { a as standOn, i as scopeOf, n as createPoller, r as createReach, t as createBackend } from "./poller-CJzZ_QsE.js";

export { scopeOf };