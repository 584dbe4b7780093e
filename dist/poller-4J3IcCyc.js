import { n as scopeOf, t as createPoller } from "./poller-DaZvNP9U.js";

export { scopeOf };