import { a as standOn, i as scopeOf, n as createPoller, r as createReach, t as createBackend } from "./poller-B4QxQfGb.js";

export { scopeOf };