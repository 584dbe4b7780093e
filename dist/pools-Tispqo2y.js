import { t as toPools } from "./pools-D9wilZj_.js";

export { toPools };