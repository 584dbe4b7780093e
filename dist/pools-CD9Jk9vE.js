import { t as toPools } from "./pools-B1ltt_RU.js";

export { toPools };