import { a as standOn, i as scopeOf, n as createPoller, r as createReach, t as createBackend } from "./poller-Fr0CPF_6.js";

export { scopeOf };