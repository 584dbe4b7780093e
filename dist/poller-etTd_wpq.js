import { a as standOn, i as scopeOf, n as createPoller, r as createReach, t as createBackend } from "./poller-CqD0zPoO.js";

export { scopeOf };