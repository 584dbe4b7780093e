import { n as __require, r as __toESM, t as __commonJSMin } from "./rolldown-runtime-CoNq6U3z.js";
import { a as onExit, i as packageRoot, t as createPoller } from "./poller-DaZvNP9U.js";
import { n as createLog, r as describeEvent, t as stopsOnSignal } from "./stops-BDkfe8ao.js";
import { a as loadConfig, n as exitCodes, o as require_dist } from "./exit-codes-C5ZqDPRK.js";
import { S as SandError, _ as union, a as _null, f as number, g as string, i as _enum, l as int, m as record$1, n as parseName, o as array, p as object, s as boolean, v as unknown, x as prettifyError } from "./name-DtIkBObX.js";
import { a as truthy, i as holds, n as expandDeep, r as expandText, t as expand } from "./expression-CAot3lB3.js";
import { r as leaseFile } from "./dhcp-B6-8rPvn.js";
import { n as writeEmptyVm } from "./create-VEWfYb52.js";
import { i as copyFolder, r as registryFolder, t as digestFile } from "./registry-Dy-oAutJ.js";
import { n as parseRemoteName } from "./remote-name-ytGLJnpS.js";
import { i as loginProfiles, n as guestPaths, r as loginProfile } from "./guest-files-3scs1Hgs.js";
import { r as writeImageFacts } from "./image-facts-BGQrIMOH.js";
import { n as killMarked, r as markedProcesses } from "./processes-DuZ5hmpe.js";
import { i as writeSettings, t as readSettings } from "./settings-DAZPuWlf.js";
import { n as programFile, t as nodeOptions } from "./programs-dAE99BVr.js";
import { t as runnerPaths } from "./paths-Dqotyd-n.js";
import { chmodSync, mkdirSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { createHash, createPublicKey, generateKeyPair, randomBytes, randomInt, randomUUID, verify } from "node:crypto";
import os, { tmpdir } from "node:os";
import { setTimeout } from "node:timers/promises";
import { createServer } from "node:net";
import { once } from "node:events";
import { execFile } from "node:child_process";
import { createServer as createServer$1 } from "node:http";
import { chmod, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import process$1 from "node:process";
import { promisify } from "node:util";

// node_modules/environment/index.js
const isBrowser = globalThis.window?.document !== void 0;
const isNode = globalThis.process?.versions?.node !== void 0;
const isBun = globalThis.process?.versions?.bun !== void 0;
const isDeno = globalThis.Deno?.version?.deno !== void 0;
const isElectron = globalThis.process?.versions?.electron !== void 0;
const isJsDom = globalThis.navigator?.userAgent?.includes("jsdom") === true;
const isWebWorker = typeof WorkerGlobalScope !== "undefined" && globalThis instanceof WorkerGlobalScope;
const isDedicatedWorker = typeof DedicatedWorkerGlobalScope !== "undefined" && globalThis instanceof DedicatedWorkerGlobalScope;
const isSharedWorker = typeof SharedWorkerGlobalScope !== "undefined" && globalThis instanceof SharedWorkerGlobalScope;
const isServiceWorker = typeof ServiceWorkerGlobalScope !== "undefined" && globalThis instanceof ServiceWorkerGlobalScope;
const platform$1 = globalThis.navigator?.userAgentData?.platform;
const isMacOs = platform$1 === "macOS" || globalThis.navigator?.platform === "MacIntel" || globalThis.navigator?.userAgent?.includes(" Mac ") === true || globalThis.process?.platform === "darwin";
const isWindows$1 = platform$1 === "Windows" || globalThis.navigator?.platform === "Win32" || globalThis.process?.platform === "win32";
const isLinux = platform$1 === "Linux" || globalThis.navigator?.platform?.startsWith("Linux") === true || globalThis.navigator?.userAgent?.includes(" Linux ") === true || globalThis.process?.platform === "linux";
const isIos = platform$1 === "iOS" || globalThis.navigator?.platform === "MacIntel" && globalThis.navigator?.maxTouchPoints > 1 || /iPad|iPhone|iPod/.test(globalThis.navigator?.platform);
const isAndroid = platform$1 === "Android" || globalThis.navigator?.platform === "Android" || globalThis.navigator?.userAgent?.includes(" Android ") === true || globalThis.process?.platform === "android";

// node_modules/ansi-escapes/base.js
const ESC = "\x1B[";
const isTerminalApp = !isBrowser && process$1.env.TERM_PROGRAM === "Apple_Terminal";
const isWindows = !isBrowser && process$1.platform === "win32";
const isTmux = !isBrowser && (process$1.env.TERM?.startsWith("screen") || process$1.env.TERM?.startsWith("tmux") || process$1.env.TMUX !== void 0);
const cwdFunction = isBrowser ? () => {
	throw new Error("`process.cwd()` only works in Node.js, not the browser.");
} : process$1.cwd;
const cursorUp = (count = 1) => ESC + count + "A";
const cursorDown = (count = 1) => ESC + count + "B";
const cursorLeft = "\x1B[G";
const eraseLines = (count) => {
	let clear = "";
	for (let i = 0; i < count; i++) clear += eraseLine + (i < count - 1 ? cursorUp() : "");
	if (count) clear += "\x1B[G";
	return clear;
};
const eraseEndLine = "\x1B[K";
const eraseLine = "\x1B[2K";
const eraseScreen = "\x1B[2J";
const isOldWindows = () => {
	if (isBrowser || !isWindows) return false;
	const parts = os.release().split(".");
	const major = Number(parts[0]);
	const build = Number(parts[2] ?? 0);
	if (major < 10) return true;
	if (major === 10 && build < 10586) return true;
	return false;
};
const clearTerminal = isOldWindows() ? `${eraseScreen}${ESC}0f` : `${eraseScreen}${ESC}3J${ESC}H`;

// node_modules/mimic-function/index.js
const copyProperty = (to, from, property, ignoreNonConfigurable) => {
	if (property === "length" || property === "prototype") return;
	if (property === "arguments" || property === "caller") return;
	const toDescriptor = Object.getOwnPropertyDescriptor(to, property);
	const fromDescriptor = Object.getOwnPropertyDescriptor(from, property);
	if (!canCopyProperty(toDescriptor, fromDescriptor) && ignoreNonConfigurable) return;
	Object.defineProperty(to, property, fromDescriptor);
};
const canCopyProperty = function(toDescriptor, fromDescriptor) {
	return toDescriptor === void 0 || toDescriptor.configurable || toDescriptor.writable === fromDescriptor.writable && toDescriptor.enumerable === fromDescriptor.enumerable && toDescriptor.configurable === fromDescriptor.configurable && (toDescriptor.writable || toDescriptor.value === fromDescriptor.value);
};
const changePrototype = (to, from) => {
	const fromPrototype = Object.getPrototypeOf(from);
	if (fromPrototype === Object.getPrototypeOf(to)) return;
	Object.setPrototypeOf(to, fromPrototype);
};
const wrappedToString = (withName, fromBody) => `/* Wrapped ${withName}*/\n${fromBody}`;
const toStringDescriptor = Object.getOwnPropertyDescriptor(Function.prototype, "toString");
const toStringName = Object.getOwnPropertyDescriptor(Function.prototype.toString, "name");
const changeToString = (to, from, name) => {
	const withName = name === "" ? "" : `with ${name.trim()}() `;
	const newToString = wrappedToString.bind(null, withName, from.toString());
	Object.defineProperty(newToString, "name", toStringName);
	const { writable, enumerable, configurable } = toStringDescriptor;
	Object.defineProperty(to, "toString", {
		value: newToString,
		writable,
		enumerable,
		configurable
	});
};
function mimicFunction(to, from, { ignoreNonConfigurable = false } = {}) {
	const { name } = to;
	for (const property of Reflect.ownKeys(from)) copyProperty(to, from, property, ignoreNonConfigurable);
	changePrototype(to, from);
	changeToString(to, from, name);
	return to;
}

// node_modules/onetime/index.js
const calledFunctions = /* @__PURE__ */ new WeakMap();
const onetime = (function_, options = {}) => {
	if (typeof function_ !== "function") throw new TypeError("Expected a function");
	let returnValue;
	let callCount = 0;
	const functionName = function_.displayName || function_.name || "<anonymous>";
	const onetime = function(...arguments_) {
		calledFunctions.set(onetime, ++callCount);
		if (callCount === 1) {
			returnValue = function_.apply(this, arguments_);
			function_ = void 0;
		} else if (options.throw === true) throw new Error(`Function \`${functionName}\` can only be called once`);
		return returnValue;
	};
	mimicFunction(onetime, function_);
	calledFunctions.set(onetime, callCount);
	return onetime;
};
onetime.callCount = (function_) => {
	if (!calledFunctions.has(function_)) throw new Error(`The given function \`${function_.name}\` is not wrapped by the \`onetime\` package`);
	return calledFunctions.get(function_);
};

// node_modules/restore-cursor/index.js
const terminal = process$1.stderr.isTTY ? process$1.stderr : process$1.stdout.isTTY ? process$1.stdout : void 0;
const restoreCursor = terminal ? onetime(() => {
	onExit(() => {
		terminal.write("\x1B[?25h");
	}, { alwaysLast: true });
}) : () => {};

// node_modules/cli-cursor/index.js
let isHidden = false;
const cliCursor = {};
cliCursor.show = (writableStream = process$1.stderr) => {
	if (!writableStream.isTTY) return;
	isHidden = false;
	writableStream.write("\x1B[?25h");
};
cliCursor.hide = (writableStream = process$1.stderr) => {
	if (!writableStream.isTTY) return;
	restoreCursor();
	isHidden = true;
	writableStream.write("\x1B[?25l");
};
cliCursor.toggle = (force, writableStream) => {
	if (force !== void 0) isHidden = force;
	if (isHidden) cliCursor.show(writableStream);
	else cliCursor.hide(writableStream);
};

// node_modules/ansi-regex/index.js
const ST = String.raw`(?:\u001B\u005C|\u009C)`;
const stringControls = String.raw`\u0018\u001A\u001B\u0080-\u009F`;
const osc = String.raw`(?:\u001B\]|\u009D)[^\u0007${stringControls}]*(?:\u0007|${ST})`;
const controlString = String.raw`(?:\u001B[PX^_k]|[\u0090\u0098\u009E\u009F])[^${stringControls}]*${ST}`;
const pattern = `${String.raw`\u001B\](?:P[\dA-Fa-f]{7}|R)(?:\u0007|${ST})?`}|${osc}|${controlString}|${String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`}|${String.raw`\u001B(?:[\u0020-\u002F]+[\u0030-\u007E]|[\dA-PR-TZcf-oq-uy=><~|}])`}`;
function ansiRegex({ onlyFirst = false } = {}) {
	return new RegExp(pattern, onlyFirst ? void 0 : "g");
}

// node_modules/strip-ansi/index.js
const regex = ansiRegex();
function stripAnsi(string) {
	if (typeof string !== "string") throw new TypeError(`Expected a \`string\`, got \`${typeof string}\``);
	if (!string.includes("\x1B") && !string.includes("")) return string;
	return string.replace(regex, "");
}

// node_modules/get-east-asian-width/lookup-data.js
const ambiguousMaximumCodePoint = 1114109;
const ambiguousRanges = [
	161,
	161,
	164,
	164,
	167,
	168,
	170,
	170,
	173,
	174,
	176,
	180,
	182,
	186,
	188,
	191,
	198,
	198,
	208,
	208,
	215,
	216,
	222,
	225,
	230,
	230,
	232,
	234,
	236,
	237,
	240,
	240,
	242,
	243,
	247,
	250,
	252,
	252,
	254,
	254,
	257,
	257,
	273,
	273,
	275,
	275,
	283,
	283,
	294,
	295,
	299,
	299,
	305,
	307,
	312,
	312,
	319,
	322,
	324,
	324,
	328,
	331,
	333,
	333,
	338,
	339,
	358,
	359,
	363,
	363,
	462,
	462,
	464,
	464,
	466,
	466,
	468,
	468,
	470,
	470,
	472,
	472,
	474,
	474,
	476,
	476,
	593,
	593,
	609,
	609,
	708,
	708,
	711,
	711,
	713,
	715,
	717,
	717,
	720,
	720,
	728,
	731,
	733,
	733,
	735,
	735,
	768,
	879,
	913,
	929,
	931,
	937,
	945,
	961,
	963,
	969,
	1025,
	1025,
	1040,
	1103,
	1105,
	1105,
	8208,
	8208,
	8211,
	8214,
	8216,
	8217,
	8220,
	8221,
	8224,
	8226,
	8228,
	8231,
	8240,
	8240,
	8242,
	8243,
	8245,
	8245,
	8251,
	8251,
	8254,
	8254,
	8308,
	8308,
	8319,
	8319,
	8321,
	8324,
	8364,
	8364,
	8451,
	8451,
	8453,
	8453,
	8457,
	8457,
	8467,
	8467,
	8470,
	8470,
	8481,
	8482,
	8486,
	8486,
	8491,
	8491,
	8531,
	8532,
	8539,
	8542,
	8544,
	8555,
	8560,
	8569,
	8585,
	8585,
	8592,
	8601,
	8632,
	8633,
	8658,
	8658,
	8660,
	8660,
	8679,
	8679,
	8704,
	8704,
	8706,
	8707,
	8711,
	8712,
	8715,
	8715,
	8719,
	8719,
	8721,
	8721,
	8725,
	8725,
	8730,
	8730,
	8733,
	8736,
	8739,
	8739,
	8741,
	8741,
	8743,
	8748,
	8750,
	8750,
	8756,
	8759,
	8764,
	8765,
	8776,
	8776,
	8780,
	8780,
	8786,
	8786,
	8800,
	8801,
	8804,
	8807,
	8810,
	8811,
	8814,
	8815,
	8834,
	8835,
	8838,
	8839,
	8853,
	8853,
	8857,
	8857,
	8869,
	8869,
	8895,
	8895,
	8978,
	8978,
	9312,
	9449,
	9451,
	9547,
	9552,
	9587,
	9600,
	9615,
	9618,
	9621,
	9632,
	9633,
	9635,
	9641,
	9650,
	9651,
	9654,
	9655,
	9660,
	9661,
	9664,
	9665,
	9670,
	9672,
	9675,
	9675,
	9678,
	9681,
	9698,
	9701,
	9711,
	9711,
	9733,
	9734,
	9737,
	9737,
	9742,
	9743,
	9756,
	9756,
	9758,
	9758,
	9792,
	9792,
	9794,
	9794,
	9824,
	9825,
	9827,
	9829,
	9831,
	9834,
	9836,
	9837,
	9839,
	9839,
	9886,
	9887,
	9919,
	9919,
	9926,
	9933,
	9935,
	9939,
	9941,
	9953,
	9955,
	9955,
	9960,
	9961,
	9963,
	9969,
	9972,
	9972,
	9974,
	9977,
	9979,
	9980,
	9982,
	9983,
	10045,
	10045,
	10102,
	10111,
	11094,
	11097,
	12872,
	12879,
	57344,
	63743,
	65024,
	65039,
	65533,
	65533,
	127232,
	127242,
	127248,
	127277,
	127280,
	127337,
	127344,
	127373,
	127375,
	127376,
	127387,
	127404,
	917760,
	917999,
	983040,
	1048573,
	1048576,
	1114109
];
const fullwidthMinimalCodePoint = 12288;
const fullwidthMaximumCodePoint = 65510;
const fullwidthRanges = [
	12288,
	12288,
	65281,
	65376,
	65504,
	65510
];
const wideMinimalCodePoint = 4352;
const wideMaximumCodePoint = 262141;
const wideRanges = [
	4352,
	4447,
	8986,
	8987,
	9001,
	9002,
	9193,
	9196,
	9200,
	9200,
	9203,
	9203,
	9725,
	9726,
	9748,
	9749,
	9776,
	9783,
	9800,
	9811,
	9855,
	9855,
	9866,
	9871,
	9875,
	9875,
	9889,
	9889,
	9898,
	9899,
	9917,
	9918,
	9924,
	9925,
	9934,
	9934,
	9940,
	9940,
	9962,
	9962,
	9970,
	9971,
	9973,
	9973,
	9978,
	9978,
	9981,
	9981,
	9989,
	9989,
	9994,
	9995,
	10024,
	10024,
	10060,
	10060,
	10062,
	10062,
	10067,
	10069,
	10071,
	10071,
	10133,
	10135,
	10160,
	10160,
	10175,
	10175,
	11035,
	11036,
	11088,
	11088,
	11093,
	11093,
	11904,
	11929,
	11931,
	12019,
	12032,
	12245,
	12272,
	12287,
	12289,
	12350,
	12353,
	12438,
	12441,
	12543,
	12549,
	12591,
	12593,
	12686,
	12688,
	12773,
	12783,
	12830,
	12832,
	12871,
	12880,
	42124,
	42128,
	42182,
	43360,
	43388,
	44032,
	55203,
	63744,
	64255,
	65040,
	65049,
	65072,
	65106,
	65108,
	65126,
	65128,
	65131,
	94176,
	94180,
	94192,
	94198,
	94208,
	101594,
	101631,
	101664,
	101760,
	101874,
	101888,
	102801,
	102816,
	102866,
	110576,
	110579,
	110581,
	110587,
	110589,
	110590,
	110592,
	110888,
	110898,
	110898,
	110928,
	110930,
	110933,
	110933,
	110948,
	110952,
	110960,
	111355,
	119552,
	119638,
	119648,
	119670,
	126980,
	126980,
	127183,
	127183,
	127374,
	127374,
	127377,
	127386,
	127406,
	127406,
	127488,
	127490,
	127504,
	127547,
	127552,
	127560,
	127568,
	127569,
	127584,
	127589,
	127744,
	127776,
	127789,
	127797,
	127799,
	127868,
	127870,
	127891,
	127904,
	127946,
	127951,
	127955,
	127968,
	127984,
	127988,
	127988,
	127992,
	128062,
	128064,
	128064,
	128066,
	128252,
	128255,
	128317,
	128331,
	128334,
	128336,
	128359,
	128378,
	128378,
	128405,
	128406,
	128420,
	128420,
	128507,
	128591,
	128640,
	128709,
	128716,
	128716,
	128720,
	128722,
	128725,
	128729,
	128732,
	128735,
	128747,
	128748,
	128756,
	128764,
	128986,
	128986,
	128992,
	129003,
	129008,
	129008,
	129292,
	129338,
	129340,
	129349,
	129351,
	129535,
	129648,
	129660,
	129664,
	129734,
	129736,
	129736,
	129740,
	129757,
	129759,
	129771,
	129775,
	129786,
	131072,
	196605,
	196608,
	262141
];

// node_modules/get-east-asian-width/utilities.js
/**
Binary search on a sorted flat array of [start, end] pairs.

@param {number[]} ranges - Flat array of inclusive [start, end] range pairs, e.g. [0, 5, 10, 20].
@param {number} codePoint - The value to search for.
@returns {boolean} Whether the value falls within any of the ranges.
*/
const isInRange = (ranges, codePoint) => {
	let low = 0;
	let high = Math.floor(ranges.length / 2) - 1;
	while (low <= high) {
		const mid = Math.floor((low + high) / 2);
		const i = mid * 2;
		if (codePoint < ranges[i]) high = mid - 1;
		else if (codePoint > ranges[i + 1]) low = mid + 1;
		else return true;
	}
	return false;
};

// node_modules/get-east-asian-width/lookup.js
const commonCjkCodePoint = 19968;
const [wideFastPathStart, wideFastPathEnd] = /* #__PURE__ */ findWideFastPathRange(wideRanges);
function findWideFastPathRange(ranges) {
	let fastPathStart = ranges[0];
	let fastPathEnd = ranges[1];
	for (let index = 0; index < ranges.length; index += 2) {
		const start = ranges[index];
		const end = ranges[index + 1];
		if (commonCjkCodePoint >= start && commonCjkCodePoint <= end) return [start, end];
		if (end - start > fastPathEnd - fastPathStart) {
			fastPathStart = start;
			fastPathEnd = end;
		}
	}
	return [fastPathStart, fastPathEnd];
}
const isAmbiguous = (codePoint) => {
	if (codePoint < 161 || codePoint > 1114109) return false;
	return isInRange(ambiguousRanges, codePoint);
};
const isFullwidth = (codePoint) => {
	if (codePoint < 12288 || codePoint > 65510) return false;
	return isInRange(fullwidthRanges, codePoint);
};
const isWide = (codePoint) => {
	if (codePoint >= wideFastPathStart && codePoint <= wideFastPathEnd) return true;
	if (codePoint < 4352 || codePoint > 262141) return false;
	return isInRange(wideRanges, codePoint);
};

// node_modules/get-east-asian-width/index.js
function validate$1(codePoint) {
	if (!Number.isSafeInteger(codePoint)) throw new TypeError(`Expected a code point, got \`${typeof codePoint}\`.`);
}
function eastAsianWidth(codePoint, { ambiguousAsWide = false } = {}) {
	validate$1(codePoint);
	if (isFullwidth(codePoint) || isWide(codePoint) || ambiguousAsWide && isAmbiguous(codePoint)) return 2;
	return 1;
}

// node_modules/wrap-ansi/node_modules/string-width/index.js
/**
Logic:
- Segment graphemes to match how terminals render clusters.
- Width rules:
1. Skip non-printing clusters (Default_Ignorable, Control, pure nonspacing/enclosing Mark, lone Surrogates). Tabs are ignored by design.
2. RGI emoji clusters (\p{RGI_Emoji}) are double-width.
3. Minimally-qualified/unqualified emoji clusters (ZWJ sequences with 2+ Extended_Pictographic, or keycap sequences) are double-width.
4. Hangul jamo collapse each standard modern Hangul L+V or L+V+T syllable piece to width 2.
Unmatched repeated leading/vowel/trailing jamo stay additive because that matches how the terminals we target render them.
5. Otherwise use East Asian Width of the cluster's first visible code point, and add widths for trailing spacing marks and Halfwidth/Fullwidth Forms within the same cluster (e.g., dakuten/handakuten/prolonged sound mark).
*/
const segmenter$1 = new Intl.Segmenter();
const visibleCharacterRegex = /[^\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}\p{Surrogate}]/v;
const spacingMarkRegex = /\p{Spacing_Mark}/v;
const rgiEmojiRegex = /^\p{RGI_Emoji}$/v;
const unqualifiedKeycapRegex = /^[\d#*]\u20E3$/;
const extendedPictographicRegex = /\p{Extended_Pictographic}/gu;
function isDoubleWidthNonRgiEmojiSequence(segment) {
	if (segment.length > 50) return false;
	if (unqualifiedKeycapRegex.test(segment)) return true;
	if (segment.includes("‍")) {
		const pictographics = segment.match(extendedPictographicRegex);
		return pictographics !== null && pictographics.length >= 2;
	}
	return false;
}
function baseVisible(segment) {
	const index = segment.search(visibleCharacterRegex);
	return index === -1 ? void 0 : segment.slice(index);
}
function isHangulLeadingJamo(codePoint) {
	return codePoint >= 4352 && codePoint <= 4447 || codePoint >= 43360 && codePoint <= 43388;
}
function isHangulVowelJamo(codePoint) {
	return codePoint >= 4448 && codePoint <= 4519 || codePoint >= 55216 && codePoint <= 55238;
}
function isHangulTrailingJamo(codePoint) {
	return codePoint >= 4520 && codePoint <= 4607 || codePoint >= 55243 && codePoint <= 55291;
}
function isHangulJamo(codePoint) {
	return isHangulLeadingJamo(codePoint) || isHangulVowelJamo(codePoint) || isHangulTrailingJamo(codePoint);
}
function hangulClusterWidth(visibleSegment, eastAsianWidthOptions) {
	const codePoints = [];
	for (const character of visibleSegment) {
		if (!visibleCharacterRegex.test(character)) continue;
		codePoints.push(character.codePointAt(0));
	}
	if (codePoints.length === 0) return;
	let width = 0;
	for (let index = 0; index < codePoints.length; index++) {
		const codePoint = codePoints[index];
		if (!isHangulJamo(codePoint)) {
			if (width === 0) return;
			for (let remaining = index; remaining < codePoints.length; remaining++) width += eastAsianWidth(codePoints[remaining], eastAsianWidthOptions);
			return width;
		}
		if (isHangulLeadingJamo(codePoint) && isHangulVowelJamo(codePoints[index + 1])) {
			width += 2;
			index += isHangulTrailingJamo(codePoints[index + 2]) ? 2 : 1;
			continue;
		}
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
	}
	return width;
}
function trailingWidth(visibleSegment, eastAsianWidthOptions) {
	let extra = 0;
	let first = true;
	for (const character of visibleSegment) {
		if (first) {
			first = false;
			continue;
		}
		if (spacingMarkRegex.test(character) || character >= "＀" && character <= "￯") extra += eastAsianWidth(character.codePointAt(0), eastAsianWidthOptions);
	}
	return extra;
}
function stringWidth(input, options = {}) {
	if (typeof input !== "string" || input.length === 0) return 0;
	const { ambiguousIsNarrow = true, countAnsiEscapeCodes = false } = options;
	let string = input;
	if (!countAnsiEscapeCodes && (string.includes("\x1B") || string.includes(""))) string = stripAnsi(string);
	if (string.length === 0) return 0;
	if (/^[\u0020-\u007E]*$/.test(string)) return string.length;
	let width = 0;
	const eastAsianWidthOptions = { ambiguousAsWide: !ambiguousIsNarrow };
	for (const { segment } of segmenter$1.segment(string)) {
		const visibleSegment = baseVisible(segment);
		if (visibleSegment === void 0) continue;
		if (rgiEmojiRegex.test(segment) || isDoubleWidthNonRgiEmojiSequence(segment)) {
			width += 2;
			continue;
		}
		const hangulWidth = hangulClusterWidth(visibleSegment, eastAsianWidthOptions);
		if (hangulWidth !== void 0) {
			width += hangulWidth;
			continue;
		}
		const codePoint = visibleSegment.codePointAt(0);
		width += eastAsianWidth(codePoint, eastAsianWidthOptions);
		width += trailingWidth(visibleSegment, eastAsianWidthOptions);
	}
	return width;
}

// node_modules/ansi-styles/index.js
const ANSI_BACKGROUND_OFFSET = 10;
const wrapAnsi16 = (offset = 0) => (code) => `\u001B[${code + offset}m`;
const wrapAnsi256 = (offset = 0) => (code) => `\u001B[${38 + offset};5;${code}m`;
const wrapAnsi16m = (offset = 0) => (red, green, blue) => `\u001B[${38 + offset};2;${red};${green};${blue}m`;
const styles = {
	modifier: {
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		overline: [53, 55],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29]
	},
	color: {
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		blackBright: [90, 39],
		gray: [90, 39],
		grey: [90, 39],
		redBright: [91, 39],
		greenBright: [92, 39],
		yellowBright: [93, 39],
		blueBright: [94, 39],
		magentaBright: [95, 39],
		cyanBright: [96, 39],
		whiteBright: [97, 39]
	},
	bgColor: {
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		bgBlackBright: [100, 49],
		bgGray: [100, 49],
		bgGrey: [100, 49],
		bgRedBright: [101, 49],
		bgGreenBright: [102, 49],
		bgYellowBright: [103, 49],
		bgBlueBright: [104, 49],
		bgMagentaBright: [105, 49],
		bgCyanBright: [106, 49],
		bgWhiteBright: [107, 49]
	}
};
const modifierNames = Object.keys(styles.modifier);
const foregroundColorNames = Object.keys(styles.color);
const backgroundColorNames = Object.keys(styles.bgColor);
const colorNames = [...foregroundColorNames, ...backgroundColorNames];
function assembleStyles() {
	const codes = /* @__PURE__ */ new Map();
	for (const [groupName, group] of Object.entries(styles)) {
		for (const [styleName, style] of Object.entries(group)) {
			styles[styleName] = {
				open: `\u001B[${style[0]}m`,
				close: `\u001B[${style[1]}m`
			};
			group[styleName] = styles[styleName];
			codes.set(style[0], style[1]);
		}
		Object.defineProperty(styles, groupName, {
			value: group,
			enumerable: false
		});
	}
	Object.defineProperty(styles, "codes", {
		value: codes,
		enumerable: false
	});
	styles.color.close = "\x1B[39m";
	styles.bgColor.close = "\x1B[49m";
	styles.color.ansi = wrapAnsi16();
	styles.color.ansi256 = wrapAnsi256();
	styles.color.ansi16m = wrapAnsi16m();
	styles.bgColor.ansi = wrapAnsi16(ANSI_BACKGROUND_OFFSET);
	styles.bgColor.ansi256 = wrapAnsi256(ANSI_BACKGROUND_OFFSET);
	styles.bgColor.ansi16m = wrapAnsi16m(ANSI_BACKGROUND_OFFSET);
	Object.defineProperties(styles, {
		rgbToAnsi256: {
			value(red, green, blue) {
				if (red === green && green === blue) {
					if (red < 8) return 16;
					if (red > 248) return 231;
					return Math.round((red - 8) / 247 * 24) + 232;
				}
				return 16 + 36 * Math.round(red / 255 * 5) + 6 * Math.round(green / 255 * 5) + Math.round(blue / 255 * 5);
			},
			enumerable: false
		},
		hexToRgb: {
			value(hex) {
				const matches = /[a-f\d]{6}|[a-f\d]{3}/i.exec(hex.toString(16));
				if (!matches) return [
					0,
					0,
					0
				];
				let [colorString] = matches;
				if (colorString.length === 3) colorString = [...colorString].map((character) => character + character).join("");
				const integer = Number.parseInt(colorString, 16);
				return [
					integer >> 16 & 255,
					integer >> 8 & 255,
					integer & 255
				];
			},
			enumerable: false
		},
		hexToAnsi256: {
			value: (hex) => styles.rgbToAnsi256(...styles.hexToRgb(hex)),
			enumerable: false
		},
		ansi256ToAnsi: {
			value(code) {
				if (code < 8) return 30 + code;
				if (code < 16) return 90 + (code - 8);
				let red;
				let green;
				let blue;
				if (code >= 232) {
					red = ((code - 232) * 10 + 8) / 255;
					green = red;
					blue = red;
				} else {
					code -= 16;
					const remainder = code % 36;
					red = Math.floor(code / 36) / 5;
					green = Math.floor(remainder / 6) / 5;
					blue = remainder % 6 / 5;
				}
				const value = Math.max(red, green, blue) * 2;
				if (value === 0) return 30;
				let result = 30 + (Math.round(blue) << 2 | Math.round(green) << 1 | Math.round(red));
				if (value === 2) result += 60;
				return result;
			},
			enumerable: false
		},
		rgbToAnsi: {
			value: (red, green, blue) => styles.ansi256ToAnsi(styles.rgbToAnsi256(red, green, blue)),
			enumerable: false
		},
		hexToAnsi: {
			value: (hex) => styles.ansi256ToAnsi(styles.hexToAnsi256(hex)),
			enumerable: false
		}
	});
	return styles;
}
const ansiStyles = assembleStyles();

// node_modules/wrap-ansi/index.js
const ANSI_ESCAPE = "\x1B";
const ANSI_ESCAPE_BELL = "\x07";
const C1_CSI = "";
const ANSI_CSI$1 = "[";
const ANSI_OSC$1 = "]";
const ANSI_SGR_TERMINATOR$1 = "m";
const ANSI_SGR_RESET = 0;
const ANSI_SGR_RESET_FOREGROUND = 39;
const ANSI_SGR_RESET_BACKGROUND = 49;
const ANSI_SGR_RESET_UNDERLINE_COLOR = 59;
const ANSI_SGR_FOREGROUND_EXTENDED = 38;
const ANSI_SGR_BACKGROUND_EXTENDED = 48;
const ANSI_SGR_UNDERLINE_COLOR_EXTENDED = 58;
const ANSI_SGR_COLOR_MODE_RGB = 2;
const ANSI_SGR_COLOR_MODE_256 = 5;
const ANSI_ESCAPE_LINK = `${ANSI_OSC$1}8;`;
const ESCAPES$1 = /* @__PURE__ */ new Set([ANSI_ESCAPE, C1_CSI]);
const ESCAPE_CHARACTERS = [...ESCAPES$1].join("");
const CSI_INTRODUCER = `(?:${ANSI_ESCAPE}\\${ANSI_CSI$1}|${C1_CSI})`;
const CSI_PARAMETERS = "[0-?]*[ -/]*[@-~]";
const SGR_PARAMETERS = `(?<sgr>[0-9;:]*)${ANSI_SGR_TERMINATOR$1}`;
const OSC_STRING_TERMINATOR = `(?:${ANSI_ESCAPE_BELL}|${ANSI_ESCAPE}\\\\)`;
const OSC_STRING_PAYLOAD = String.raw`[^\u0000-\u001F\u007F-\u009F]*`;
const LINK_PARAMETERS = String.raw`8;(?<parameters>[^;\u0000-\u001F\u007F-\u009F]*);(?<uri>${OSC_STRING_PAYLOAD})${OSC_STRING_TERMINATOR}`;
const OSC_STRING = `${OSC_STRING_PAYLOAD}${OSC_STRING_TERMINATOR}`;
const ANSI_ESCAPE_REGEX = new RegExp(`${CSI_INTRODUCER}(?:${SGR_PARAMETERS}|${CSI_PARAMETERS})|${ANSI_ESCAPE}\\${ANSI_OSC$1}(?:${LINK_PARAMETERS}|${OSC_STRING})`, "y");
const ANSI_SGR_MODIFIER_CLOSE_CODES = new Set(ansiStyles.codes.values());
ANSI_SGR_MODIFIER_CLOSE_CODES.delete(ANSI_SGR_RESET);
const segmenter = new Intl.Segmenter();
const getStringWidth = (string) => stringWidth(string, { countAnsiEscapeCodes: true });
const TAB_SIZE = 8;
const ESCAPE_INTRODUCER_REGEX = new RegExp(`[${ESCAPE_CHARACTERS}]`, "g");
const ROW_BOUNDARY_REGEX = new RegExp(`[\\n${ESCAPE_CHARACTERS}]`, "g");
const ASCII_PRINTABLE_REGEX = /^[ -~]*$/;
const wrapAnsiCode = (code) => `${ANSI_ESCAPE}${ANSI_CSI$1}${code}${ANSI_SGR_TERMINATOR$1}`;
const wrapAnsiHyperlink = (url, parameters = "") => `${ANSI_ESCAPE}${ANSI_ESCAPE_LINK}${parameters};${url}${ANSI_ESCAPE_BELL}`;
const matchAnsiEscape = (string, index) => {
	if (!ESCAPES$1.has(string[index])) return;
	ANSI_ESCAPE_REGEX.lastIndex = index;
	return ANSI_ESCAPE_REGEX.exec(string) ?? void 0;
};
const forEachSegment = (string, onPlainText, onEscape = () => {}) => {
	let plainStart = 0;
	let index = 0;
	while (index < string.length) {
		ESCAPE_INTRODUCER_REGEX.lastIndex = index;
		const introducer = ESCAPE_INTRODUCER_REGEX.exec(string);
		if (!introducer) break;
		const escape = matchAnsiEscape(string, introducer.index);
		if (!escape) {
			index = introducer.index + 1;
			continue;
		}
		if (introducer.index > plainStart) onPlainText(string.slice(plainStart, introducer.index));
		onEscape(escape[0]);
		index = introducer.index + escape[0].length;
		plainStart = index;
	}
	if (plainStart < string.length) onPlainText(string.slice(plainStart));
};
const getWidth$1 = (string) => {
	let plainText = "";
	forEachSegment(string, (part) => {
		plainText += part;
	});
	return getStringWidth(plainText);
};
const getTokens = (string) => {
	const tokens = [];
	forEachSegment(string, (plainText) => {
		if (ASCII_PRINTABLE_REGEX.test(plainText)) {
			for (const character of plainText) tokens.push({
				value: character,
				width: 1
			});
			return;
		}
		for (const { segment } of segmenter.segment(plainText)) tokens.push({
			value: segment,
			width: getStringWidth(segment)
		});
	}, (escape) => {
		tokens.push({
			value: escape,
			width: 0
		});
	});
	return tokens;
};
const splitWords = (string) => {
	let currentWord = {
		value: "",
		plainText: ""
	};
	const words = [currentWord];
	forEachSegment(string, (plainText) => {
		const parts = plainText.split(" ");
		currentWord.value += parts[0];
		currentWord.plainText += parts[0];
		for (let index = 1; index < parts.length; index++) {
			currentWord = {
				value: parts[index],
				plainText: parts[index]
			};
			words.push(currentWord);
		}
	}, (escape) => {
		currentWord.value += escape;
	});
	for (const word of words) word.width = getStringWidth(word.plainText);
	return words;
};
const getColonColorToken = (parameter) => {
	const parts = parameter.split(":");
	const code = Number.parseInt(parts[0], 10);
	const mode = Number.parseInt(parts[1], 10);
	if (![
		ANSI_SGR_FOREGROUND_EXTENDED,
		ANSI_SGR_BACKGROUND_EXTENDED,
		ANSI_SGR_UNDERLINE_COLOR_EXTENDED
	].includes(code)) return;
	if (mode === ANSI_SGR_COLOR_MODE_256 && parts.length === 3 && /^\d+$/.test(parts[2])) return {
		code,
		open: parameter,
		hasArguments: true
	};
	if (mode !== ANSI_SGR_COLOR_MODE_RGB) return;
	const components = parts.length === 6 ? parts.slice(3) : parts.slice(2);
	const colorSpace = parts.length === 6 ? parts[2] : void 0;
	if (components.length === 3 && components.every((component) => /^\d+$/.test(component)) && (colorSpace === void 0 || /^\d*$/.test(colorSpace))) return {
		code,
		open: parameter,
		hasArguments: true
	};
};
const getSgrTokens = (sgrParameters) => {
	const parameters = sgrParameters.split(";");
	const sgrTokens = [];
	for (let index = 0; index < parameters.length; index++) {
		const parameter = parameters[index];
		if (parameter.includes(":")) {
			const colonColorToken = getColonColorToken(parameter);
			if (colonColorToken) sgrTokens.push(colonColorToken);
			continue;
		}
		const code = parameter === "" ? ANSI_SGR_RESET : Number.parseInt(parameter, 10);
		if (!Number.isFinite(code)) continue;
		if (code === ANSI_SGR_FOREGROUND_EXTENDED || code === ANSI_SGR_BACKGROUND_EXTENDED || code === ANSI_SGR_UNDERLINE_COLOR_EXTENDED) {
			if (index + 1 >= parameters.length) break;
			const mode = Number.parseInt(parameters[index + 1], 10);
			const colorIndex = Number.parseInt(parameters[index + 2], 10);
			if (mode === ANSI_SGR_COLOR_MODE_256 && Number.isFinite(colorIndex)) {
				sgrTokens.push({
					code,
					open: [
						code,
						mode,
						colorIndex
					].join(";"),
					hasArguments: true
				});
				index += 2;
				continue;
			}
			const red = Number.parseInt(parameters[index + 2], 10);
			const green = Number.parseInt(parameters[index + 3], 10);
			const blue = Number.parseInt(parameters[index + 4], 10);
			if (mode === ANSI_SGR_COLOR_MODE_RGB && Number.isFinite(red) && Number.isFinite(green) && Number.isFinite(blue)) {
				sgrTokens.push({
					code,
					open: [
						code,
						mode,
						red,
						green,
						blue
					].join(";"),
					hasArguments: true
				});
				index += 4;
				continue;
			}
			break;
		}
		sgrTokens.push({
			code,
			open: String(code),
			hasArguments: false
		});
	}
	return sgrTokens;
};
const removeActiveStyle = (activeStyles, family) => {
	const activeStyleIndex = activeStyles.findIndex((activeStyle) => activeStyle.family === family);
	if (activeStyleIndex !== -1) activeStyles.splice(activeStyleIndex, 1);
};
const upsertActiveStyle = (activeStyles, nextActiveStyle) => {
	removeActiveStyle(activeStyles, nextActiveStyle.family);
	activeStyles.push(nextActiveStyle);
};
const removeModifierStylesByClose = (activeStyles, closeCode) => {
	for (let index = activeStyles.length - 1; index >= 0; index--) {
		const activeStyle = activeStyles[index];
		if (activeStyle.family.startsWith("modifier-") && activeStyle.close === closeCode) activeStyles.splice(index, 1);
	}
};
const getColorStyle = (sgrToken) => {
	const { code, open, hasArguments } = sgrToken;
	if (code >= 30 && code <= 37 || code >= 90 && code <= 97 || code === ANSI_SGR_FOREGROUND_EXTENDED && hasArguments) return {
		family: "foreground",
		open,
		close: ANSI_SGR_RESET_FOREGROUND
	};
	if (code >= 40 && code <= 47 || code >= 100 && code <= 107 || code === ANSI_SGR_BACKGROUND_EXTENDED && hasArguments) return {
		family: "background",
		open,
		close: ANSI_SGR_RESET_BACKGROUND
	};
	if (code === ANSI_SGR_UNDERLINE_COLOR_EXTENDED && hasArguments) return {
		family: "underlineColor",
		open,
		close: ANSI_SGR_RESET_UNDERLINE_COLOR
	};
};
const applySgrResetCode = (code, activeStyles) => {
	if (code === ANSI_SGR_RESET) {
		activeStyles.length = 0;
		return true;
	}
	if (code === ANSI_SGR_RESET_FOREGROUND) {
		removeActiveStyle(activeStyles, "foreground");
		return true;
	}
	if (code === ANSI_SGR_RESET_BACKGROUND) {
		removeActiveStyle(activeStyles, "background");
		return true;
	}
	if (code === ANSI_SGR_RESET_UNDERLINE_COLOR) {
		removeActiveStyle(activeStyles, "underlineColor");
		return true;
	}
	if (ANSI_SGR_MODIFIER_CLOSE_CODES.has(code)) {
		removeModifierStylesByClose(activeStyles, code);
		return true;
	}
	return false;
};
const applySgrToken$1 = (sgrToken, activeStyles) => {
	const { code } = sgrToken;
	if (applySgrResetCode(code, activeStyles)) return;
	const colorStyle = getColorStyle(sgrToken);
	if (colorStyle) {
		upsertActiveStyle(activeStyles, colorStyle);
		return;
	}
	const close = ansiStyles.codes.get(code);
	if (close !== void 0 && close !== ANSI_SGR_RESET) upsertActiveStyle(activeStyles, {
		family: `modifier-${code}`,
		open: sgrToken.open,
		close
	});
};
const applySgrParameters = (sgrParameters, activeStyles) => {
	for (const sgrToken of getSgrTokens(sgrParameters)) applySgrToken$1(sgrToken, activeStyles);
};
const applySgrResets = (sgrParameters, activeStyles) => {
	for (const { code } of getSgrTokens(sgrParameters)) applySgrResetCode(code, activeStyles);
};
const applyLeadingSgrResets = (string, startIndex, activeStyles) => {
	let index = startIndex;
	while (index < string.length) {
		const match = matchAnsiEscape(string, index);
		if (!match) break;
		if (match.groups.sgr !== void 0) applySgrResets(match.groups.sgr, activeStyles);
		index += match[0].length;
	}
};
const getClosingSgrSequence = (activeStyles) => [...activeStyles].reverse().map((activeStyle) => wrapAnsiCode(activeStyle.close)).join("");
const getOpeningSgrSequence = (activeStyles) => activeStyles.map((activeStyle) => wrapAnsiCode(activeStyle.open)).join("");
const wrapWord = (rows, word, columns, rowWidth) => {
	const tokens = getTokens(word);
	let visible = rowWidth;
	for (let index = 0; index < tokens.length; index++) {
		const token = tokens[index];
		if (token.width > 0 && visible > 0 && visible + token.width > columns) {
			rows.push("");
			visible = 0;
		}
		rows[rows.length - 1] += token.value;
		visible += token.width;
		if (visible === columns && index < tokens.length - 1) {
			rows.push("");
			visible = 0;
		}
	}
	if (!visible && rows.at(-1).length > 0 && rows.length > 1) rows[rows.length - 2] += rows.pop();
	return getWidth$1(rows.at(-1));
};
const stringVisibleTrimSpacesRight = (string) => {
	if (!string.includes(" ")) return string;
	const segments = [];
	forEachSegment(string, (plainText) => {
		segments.push({
			value: plainText,
			isEscape: false
		});
	}, (escape) => {
		segments.push({
			value: escape,
			isEscape: true
		});
	});
	for (let index = segments.length - 1; index >= 0; index--) {
		const segment = segments[index];
		if (segment.isEscape) continue;
		let end = segment.value.length;
		while (end > 0 && segment.value[end - 1] === " ") end--;
		segment.value = segment.value.slice(0, end);
		if (getStringWidth(segment.value) > 0) break;
	}
	return segments.map((segment) => segment.value).join("");
};
const expandTabs = (line) => {
	if (!line.includes("	")) return line;
	let visible = 0;
	let expandedLine = "";
	let plainTextSinceTab = "";
	const expandPlainText = (plainText) => {
		const segments = plainText.split("	");
		for (const [index, segment] of segments.entries()) {
			expandedLine += segment;
			plainTextSinceTab += segment;
			if (index < segments.length - 1) {
				visible += getStringWidth(plainTextSinceTab);
				plainTextSinceTab = "";
				const spaces = TAB_SIZE - visible % TAB_SIZE;
				expandedLine += " ".repeat(spaces);
				visible += spaces;
			}
		}
	};
	forEachSegment(line, expandPlainText, (escape) => {
		expandedLine += escape;
	});
	return expandedLine;
};
const restoreStylesAcrossRows = (preString) => {
	let returnValue = "";
	let activeHyperlink;
	const activeStyles = [];
	let index = 0;
	let copiedIndex = 0;
	while (index < preString.length) {
		ROW_BOUNDARY_REGEX.lastIndex = index;
		const boundary = ROW_BOUNDARY_REGEX.exec(preString);
		if (!boundary) break;
		index = boundary.index;
		if (boundary[0] !== "\n") {
			const escape = matchAnsiEscape(preString, index);
			if (!escape) {
				index++;
				continue;
			}
			const { groups } = escape;
			if (groups.sgr !== void 0) applySgrParameters(groups.sgr, activeStyles);
			else if (groups.uri !== void 0) activeHyperlink = groups.uri.length === 0 ? void 0 : {
				parameters: groups.parameters,
				uri: groups.uri
			};
			index += escape[0].length;
			continue;
		}
		returnValue += preString.slice(copiedIndex, index);
		if (index > copiedIndex) {
			if (activeHyperlink) returnValue += wrapAnsiHyperlink("");
			returnValue += getClosingSgrSequence(activeStyles);
		}
		returnValue += "\n";
		index++;
		copiedIndex = index;
		if (index < preString.length && preString[index] !== "\n") {
			const openingStyles = [...activeStyles];
			applyLeadingSgrResets(preString, index, openingStyles);
			returnValue += getOpeningSgrSequence(openingStyles);
			if (activeHyperlink) returnValue += wrapAnsiHyperlink(activeHyperlink.uri, activeHyperlink.parameters);
		}
	}
	return returnValue + preString.slice(copiedIndex);
};
const exec = (string, columns, options = {}) => {
	if (options.trim !== false && string.trim() === "") return "";
	const words = splitWords(string);
	let rows = [""];
	let rowLength = 0;
	let trimmedRowIndex = -1;
	let isFirstWord = true;
	for (const word of words) {
		const rowIndex = rows.length - 1;
		if (options.trim !== false && trimmedRowIndex !== rowIndex) {
			const row = rows[rowIndex];
			const trimmedRow = row.trimStart();
			if (trimmedRow.length !== row.length) {
				rows[rowIndex] = trimmedRow;
				rowLength = getWidth$1(trimmedRow);
			}
			if (trimmedRow.length > 0) trimmedRowIndex = rowIndex;
		}
		if (isFirstWord) isFirstWord = false;
		else {
			if (rowLength >= columns && (options.wordWrap === false || options.trim === false)) {
				rows.push("");
				rowLength = 0;
			}
			if (rowLength > 0 || options.trim === false) {
				rows[rows.length - 1] += " ";
				rowLength++;
			}
		}
		if (options.hard && options.wordWrap !== false && word.width > columns) {
			const remainingColumns = columns - rowLength;
			const breaksStartingThisLine = 1 + Math.floor((word.width - remainingColumns - 1) / columns);
			if (Math.floor((word.width - 1) / columns) < breaksStartingThisLine) {
				rows.push("");
				rowLength = 0;
			}
			rowLength = wrapWord(rows, word.value, columns, rowLength);
			continue;
		}
		if (rowLength + word.width > columns && rowLength > 0 && word.width > 0) {
			if (options.wordWrap === false && rowLength < columns) {
				rowLength = wrapWord(rows, word.value, columns, rowLength);
				continue;
			}
			rows.push("");
			rowLength = 0;
		}
		if (rowLength + word.width > columns && options.wordWrap === false) {
			rowLength = wrapWord(rows, word.value, columns, rowLength);
			continue;
		}
		rows[rows.length - 1] += word.value;
		rowLength += word.width;
	}
	if (options.trim !== false) rows = rows.map((row) => stringVisibleTrimSpacesRight(row));
	return restoreStylesAcrossRows(rows.join("\n"));
};
const normalizeText = (string) => {
	let normalizedString = "";
	forEachSegment(string, (plainText) => {
		normalizedString += plainText.normalize();
	}, (escape) => {
		normalizedString += escape;
	});
	return normalizedString;
};
function wrapAnsi(string, columns, options) {
	return normalizeText(String(string)).replaceAll("\r\n", "\n").split("\n").map((line) => exec(expandTabs(line), columns, options)).join("\n");
}

// node_modules/is-fullwidth-code-point/index.js
function isFullwidthCodePoint(codePoint) {
	if (!Number.isInteger(codePoint)) return false;
	return isFullwidth(codePoint) || isWide(codePoint);
}

// node_modules/slice-ansi/tokenize-ansi.js
const ESCAPE_CODE_POINT = 27;
const C1_DCS_CODE_POINT = 144;
const C1_SOS_CODE_POINT = 152;
const C1_CSI_CODE_POINT = 155;
const C1_ST_CODE_POINT = 156;
const C1_OSC_CODE_POINT = 157;
const C1_PM_CODE_POINT = 158;
const C1_APC_CODE_POINT = 159;
const ESCAPES = /* @__PURE__ */ new Set([
	ESCAPE_CODE_POINT,
	C1_DCS_CODE_POINT,
	C1_SOS_CODE_POINT,
	C1_CSI_CODE_POINT,
	C1_ST_CODE_POINT,
	C1_OSC_CODE_POINT,
	C1_PM_CODE_POINT,
	C1_APC_CODE_POINT
]);
const ESCAPE = "\x1B";
const ANSI_BELL = "\x07";
const ANSI_CSI = "[";
const ANSI_OSC = "]";
const ANSI_DCS = "P";
const ANSI_SOS = "X";
const ANSI_PM = "^";
const ANSI_APC = "_";
const ANSI_SGR_TERMINATOR = "m";
const ANSI_OSC_TERMINATOR = "\\";
const ANSI_STRING_TERMINATOR = `${ESCAPE}${ANSI_OSC_TERMINATOR}`;
const C1_OSC = "";
const C1_STRING_TERMINATOR = "";
const ANSI_HYPERLINK_ESC_PREFIX = `${ESCAPE}${ANSI_OSC}8;`;
const ANSI_HYPERLINK_C1_PREFIX = `${C1_OSC}8;`;
const ANSI_HYPERLINK_ESC_CLOSE = `${ANSI_HYPERLINK_ESC_PREFIX};`;
const ANSI_HYPERLINK_C1_CLOSE = `${ANSI_HYPERLINK_C1_PREFIX};`;
const CODE_POINT_0 = "0".codePointAt(0);
const CODE_POINT_9 = "9".codePointAt(0);
const CODE_POINT_SEMICOLON = ";".codePointAt(0);
const CODE_POINT_COLON = ":".codePointAt(0);
const CODE_POINT_CSI_PARAMETER_START = "0".codePointAt(0);
const CODE_POINT_CSI_PARAMETER_END = "?".codePointAt(0);
const CODE_POINT_CSI_INTERMEDIATE_START = " ".codePointAt(0);
const CODE_POINT_CSI_INTERMEDIATE_END = "/".codePointAt(0);
const CODE_POINT_CSI_FINAL_START = "@".codePointAt(0);
const CODE_POINT_CSI_FINAL_END = "~".codePointAt(0);
const REGIONAL_INDICATOR_SYMBOL_LETTER_A = 127462;
const REGIONAL_INDICATOR_SYMBOL_LETTER_Z = 127487;
const SGR_RESET_CODE = 0;
const SGR_EXTENDED_FOREGROUND_CODE = 38;
const SGR_DEFAULT_FOREGROUND_CODE = 39;
const SGR_EXTENDED_BACKGROUND_CODE = 48;
const SGR_DEFAULT_BACKGROUND_CODE = 49;
const SGR_COLOR_TYPE_ANSI_256 = 5;
const SGR_COLOR_TYPE_TRUECOLOR = 2;
const SGR_ANSI_256_FRAGMENT_LENGTH = 3;
const SGR_TRUECOLOR_FRAGMENT_LENGTH = 5;
const SGR_ANSI_256_LAST_PARAMETER_OFFSET = 2;
const SGR_TRUECOLOR_LAST_PARAMETER_OFFSET = 4;
const VARIATION_SELECTOR_16_CODE_POINT = 65039;
const COMBINING_ENCLOSING_KEYCAP_CODE_POINT = 8419;
const EMOJI_PRESENTATION_GRAPHEME_REGEX = /\p{Emoji_Presentation}/u;
const GRAPHEME_SEGMENTER = new Intl.Segmenter(void 0, { granularity: "grapheme" });
const endCodeNumbers = /* @__PURE__ */ new Set();
for (const [, end] of ansiStyles.codes) endCodeNumbers.add(end);
function isSgrParameterCharacter(codePoint) {
	return codePoint >= CODE_POINT_0 && codePoint <= CODE_POINT_9 || codePoint === CODE_POINT_SEMICOLON || codePoint === CODE_POINT_COLON;
}
function isCsiParameterCharacter(codePoint) {
	return codePoint >= CODE_POINT_CSI_PARAMETER_START && codePoint <= CODE_POINT_CSI_PARAMETER_END;
}
function isCsiIntermediateCharacter(codePoint) {
	return codePoint >= CODE_POINT_CSI_INTERMEDIATE_START && codePoint <= CODE_POINT_CSI_INTERMEDIATE_END;
}
function isCsiFinalCharacter(codePoint) {
	return codePoint >= CODE_POINT_CSI_FINAL_START && codePoint <= CODE_POINT_CSI_FINAL_END;
}
function isRegionalIndicatorCodePoint(codePoint) {
	return codePoint >= REGIONAL_INDICATOR_SYMBOL_LETTER_A && codePoint <= REGIONAL_INDICATOR_SYMBOL_LETTER_Z;
}
function createControlParseResult(code, endIndex) {
	return {
		token: {
			type: "control",
			code
		},
		endIndex
	};
}
function isEmojiStyleGrapheme(grapheme) {
	if (EMOJI_PRESENTATION_GRAPHEME_REGEX.test(grapheme)) return true;
	for (const character of grapheme) {
		const codePoint = character.codePointAt(0);
		if (codePoint === VARIATION_SELECTOR_16_CODE_POINT || codePoint === COMBINING_ENCLOSING_KEYCAP_CODE_POINT) return true;
	}
	return false;
}
function getGraphemeWidth(grapheme) {
	let regionalIndicatorCount = 0;
	for (const character of grapheme) {
		const codePoint = character.codePointAt(0);
		if (isFullwidthCodePoint(codePoint)) return 2;
		if (isRegionalIndicatorCodePoint(codePoint)) regionalIndicatorCount++;
	}
	if (regionalIndicatorCount >= 1) return 2;
	if (isEmojiStyleGrapheme(grapheme)) return 2;
	return 1;
}
function getSgrPrefix(code) {
	if (code.startsWith("")) return "";
	return `${ESCAPE}${ANSI_CSI}`;
}
function createSgrCode(prefix, values) {
	return `${prefix}${values.join(";")}${ANSI_SGR_TERMINATOR}`;
}
function getSgrFragments(code) {
	const fragments = [];
	const sgrPrefix = getSgrPrefix(code);
	let parameterString;
	if (code.startsWith(`${ESCAPE}${ANSI_CSI}`)) parameterString = code.slice(2, -1);
	else if (code.startsWith("")) parameterString = code.slice(1, -1);
	else return fragments;
	const rawCodes = parameterString.length === 0 ? [String(SGR_RESET_CODE)] : parameterString.split(";");
	let index = 0;
	while (index < rawCodes.length) {
		const codeNumber = Number.parseInt(rawCodes[index], 10);
		if (Number.isNaN(codeNumber)) {
			index++;
			continue;
		}
		if (codeNumber === SGR_RESET_CODE) {
			fragments.push({ type: "reset" });
			index++;
			continue;
		}
		if (codeNumber === SGR_EXTENDED_FOREGROUND_CODE || codeNumber === SGR_EXTENDED_BACKGROUND_CODE) {
			const colorType = Number.parseInt(rawCodes[index + 1], 10);
			if (colorType === SGR_COLOR_TYPE_ANSI_256 && index + SGR_ANSI_256_LAST_PARAMETER_OFFSET < rawCodes.length) {
				const openCode = createSgrCode(sgrPrefix, rawCodes.slice(index, index + SGR_ANSI_256_FRAGMENT_LENGTH));
				fragments.push({
					type: "start",
					code: openCode,
					endCode: ansiStyles.color.ansi(codeNumber === SGR_EXTENDED_FOREGROUND_CODE ? SGR_DEFAULT_FOREGROUND_CODE : SGR_DEFAULT_BACKGROUND_CODE)
				});
				index += SGR_ANSI_256_FRAGMENT_LENGTH;
				continue;
			}
			if (colorType === SGR_COLOR_TYPE_TRUECOLOR && index + SGR_TRUECOLOR_LAST_PARAMETER_OFFSET < rawCodes.length) {
				const openCode = createSgrCode(sgrPrefix, rawCodes.slice(index, index + SGR_TRUECOLOR_FRAGMENT_LENGTH));
				fragments.push({
					type: "start",
					code: openCode,
					endCode: ansiStyles.color.ansi(codeNumber === SGR_EXTENDED_FOREGROUND_CODE ? SGR_DEFAULT_FOREGROUND_CODE : SGR_DEFAULT_BACKGROUND_CODE)
				});
				index += SGR_TRUECOLOR_FRAGMENT_LENGTH;
				continue;
			}
			const openCode = createSgrCode(sgrPrefix, [rawCodes[index]]);
			fragments.push({
				type: "start",
				code: openCode,
				endCode: ansiStyles.color.ansi(codeNumber === SGR_EXTENDED_FOREGROUND_CODE ? SGR_DEFAULT_FOREGROUND_CODE : SGR_DEFAULT_BACKGROUND_CODE)
			});
			index++;
			continue;
		}
		if (endCodeNumbers.has(codeNumber)) {
			fragments.push({
				type: "end",
				endCode: ansiStyles.color.ansi(codeNumber)
			});
			index++;
			continue;
		}
		const mappedEndCode = ansiStyles.codes.get(codeNumber);
		if (mappedEndCode !== void 0) {
			const openCode = createSgrCode(sgrPrefix, [rawCodes[index]]);
			fragments.push({
				type: "start",
				code: openCode,
				endCode: ansiStyles.color.ansi(mappedEndCode)
			});
			index++;
			continue;
		}
		const openCode = createSgrCode(sgrPrefix, [rawCodes[index]]);
		fragments.push({
			type: "start",
			code: openCode,
			endCode: ansiStyles.reset.open
		});
		index++;
	}
	if (fragments.length === 0) fragments.push({ type: "reset" });
	return fragments;
}
function parseCsiCode(string, index) {
	const escapeCodePoint = string.codePointAt(index);
	let sequenceStartIndex;
	if (escapeCodePoint === ESCAPE_CODE_POINT) {
		if (string[index + 1] !== ANSI_CSI) return;
		sequenceStartIndex = index + 2;
	} else if (escapeCodePoint === C1_CSI_CODE_POINT) sequenceStartIndex = index + 1;
	else return;
	let hasCanonicalSgrParameters = true;
	for (let sequenceIndex = sequenceStartIndex; sequenceIndex < string.length; sequenceIndex++) {
		const codePoint = string.codePointAt(sequenceIndex);
		if (isCsiFinalCharacter(codePoint)) {
			const code = string.slice(index, sequenceIndex + 1);
			if (string[sequenceIndex] !== ANSI_SGR_TERMINATOR || !hasCanonicalSgrParameters) return createControlParseResult(code, sequenceIndex + 1);
			return {
				token: {
					type: "sgr",
					code,
					fragments: getSgrFragments(code)
				},
				endIndex: sequenceIndex + 1
			};
		}
		if (isCsiParameterCharacter(codePoint)) {
			if (!isSgrParameterCharacter(codePoint)) hasCanonicalSgrParameters = false;
			continue;
		}
		if (isCsiIntermediateCharacter(codePoint)) {
			hasCanonicalSgrParameters = false;
			continue;
		}
		const endIndex = sequenceIndex;
		return createControlParseResult(string.slice(index, endIndex), endIndex);
	}
	return createControlParseResult(string.slice(index), string.length);
}
function parseHyperlinkCode(string, index) {
	let hyperlinkPrefix;
	let hyperlinkClose;
	const codePoint = string.codePointAt(index);
	if (codePoint === ESCAPE_CODE_POINT && string.startsWith(ANSI_HYPERLINK_ESC_PREFIX, index)) {
		hyperlinkPrefix = ANSI_HYPERLINK_ESC_PREFIX;
		hyperlinkClose = ANSI_HYPERLINK_ESC_CLOSE;
	} else if (codePoint === C1_OSC_CODE_POINT && string.startsWith(ANSI_HYPERLINK_C1_PREFIX, index)) {
		hyperlinkPrefix = ANSI_HYPERLINK_C1_PREFIX;
		hyperlinkClose = ANSI_HYPERLINK_C1_CLOSE;
	} else return;
	const uriStart = string.indexOf(";", index + hyperlinkPrefix.length);
	if (uriStart === -1) return createControlParseResult(string.slice(index), string.length);
	for (let sequenceIndex = uriStart + 1; sequenceIndex < string.length; sequenceIndex++) {
		const character = string[sequenceIndex];
		if (character === ANSI_BELL) return {
			token: {
				type: "hyperlink",
				code: string.slice(index, sequenceIndex + 1),
				action: sequenceIndex === uriStart + 1 ? "close" : "open",
				closePrefix: hyperlinkClose,
				terminator: ANSI_BELL
			},
			endIndex: sequenceIndex + 1
		};
		if (character === ESCAPE && string[sequenceIndex + 1] === ANSI_OSC_TERMINATOR) return {
			token: {
				type: "hyperlink",
				code: string.slice(index, sequenceIndex + 2),
				action: sequenceIndex === uriStart + 1 ? "close" : "open",
				closePrefix: hyperlinkClose,
				terminator: ANSI_STRING_TERMINATOR
			},
			endIndex: sequenceIndex + 2
		};
		if (character === C1_STRING_TERMINATOR) return {
			token: {
				type: "hyperlink",
				code: string.slice(index, sequenceIndex + 1),
				action: sequenceIndex === uriStart + 1 ? "close" : "open",
				closePrefix: hyperlinkClose,
				terminator: C1_STRING_TERMINATOR
			},
			endIndex: sequenceIndex + 1
		};
	}
	return createControlParseResult(string.slice(index), string.length);
}
function parseControlStringCode(string, index) {
	const codePoint = string.codePointAt(index);
	let sequenceStartIndex;
	let supportsBellTerminator = false;
	switch (codePoint) {
		case ESCAPE_CODE_POINT:
			switch (string[index + 1]) {
				case ANSI_OSC:
					sequenceStartIndex = index + 2;
					supportsBellTerminator = true;
					break;
				case ANSI_DCS:
				case ANSI_SOS:
				case ANSI_PM:
				case ANSI_APC:
					sequenceStartIndex = index + 2;
					break;
				case ANSI_OSC_TERMINATOR: return createControlParseResult(ANSI_STRING_TERMINATOR, index + 2);
				default: return;
			}
			break;
		case C1_OSC_CODE_POINT:
			sequenceStartIndex = index + 1;
			supportsBellTerminator = true;
			break;
		case C1_DCS_CODE_POINT:
		case C1_SOS_CODE_POINT:
		case C1_PM_CODE_POINT:
		case C1_APC_CODE_POINT:
			sequenceStartIndex = index + 1;
			break;
		case C1_ST_CODE_POINT: return createControlParseResult(C1_STRING_TERMINATOR, index + 1);
		default: return;
	}
	for (let sequenceIndex = sequenceStartIndex; sequenceIndex < string.length; sequenceIndex++) {
		if (supportsBellTerminator && string[sequenceIndex] === ANSI_BELL) return createControlParseResult(string.slice(index, sequenceIndex + 1), sequenceIndex + 1);
		if (string[sequenceIndex] === ESCAPE && string[sequenceIndex + 1] === ANSI_OSC_TERMINATOR) return createControlParseResult(string.slice(index, sequenceIndex + 2), sequenceIndex + 2);
		if (string[sequenceIndex] === C1_STRING_TERMINATOR) return createControlParseResult(string.slice(index, sequenceIndex + 1), sequenceIndex + 1);
	}
	return createControlParseResult(string.slice(index), string.length);
}
function parseAnsiCode(string, index) {
	const codePoint = string.codePointAt(index);
	if (codePoint === ESCAPE_CODE_POINT || codePoint === C1_OSC_CODE_POINT) {
		const hyperlinkCode = parseHyperlinkCode(string, index);
		if (hyperlinkCode) return hyperlinkCode;
	}
	const controlStringCode = parseControlStringCode(string, index);
	if (controlStringCode) return controlStringCode;
	return parseCsiCode(string, index);
}
function appendTrailingAnsiTokens(string, index, tokens) {
	while (index < string.length) {
		const nextCodePoint = string.codePointAt(index);
		if (!ESCAPES.has(nextCodePoint)) break;
		const escapeCode = parseAnsiCode(string, index);
		if (!escapeCode) break;
		tokens.push(escapeCode.token);
		index = escapeCode.endIndex;
	}
	return index;
}
function parseCharacterTokenWithRawSegmentation(string, index, graphemeSegments) {
	const segment = graphemeSegments.containing(index);
	if (!segment || segment.index !== index) return;
	return {
		token: {
			type: "character",
			value: segment.segment,
			visibleWidth: getGraphemeWidth(segment.segment),
			isGraphemeContinuation: false
		},
		endIndex: index + segment.segment.length
	};
}
function collectVisibleCharacters(string) {
	const visibleCharacters = [];
	let index = 0;
	while (index < string.length) {
		const codePoint = string.codePointAt(index);
		if (ESCAPES.has(codePoint)) {
			const code = parseAnsiCode(string, index);
			if (code) {
				index = code.endIndex;
				continue;
			}
		}
		const value = String.fromCodePoint(codePoint);
		visibleCharacters.push({
			value,
			visibleWidth: 1,
			isGraphemeContinuation: false
		});
		index += value.length;
	}
	return visibleCharacters;
}
function applyGraphemeMetadata(visibleCharacters) {
	if (visibleCharacters.length === 0) return;
	const visibleString = visibleCharacters.map(({ value }) => value).join("");
	const scalarOffsets = [];
	let scalarOffset = 0;
	for (const visibleCharacter of visibleCharacters) {
		scalarOffsets.push(scalarOffset);
		scalarOffset += visibleCharacter.value.length;
	}
	let scalarIndex = 0;
	for (const segment of GRAPHEME_SEGMENTER.segment(visibleString)) {
		while (scalarIndex < visibleCharacters.length && scalarOffsets[scalarIndex] < segment.index) scalarIndex++;
		let graphemeIndex = scalarIndex;
		let isFirstInGrapheme = true;
		while (graphemeIndex < visibleCharacters.length && scalarOffsets[graphemeIndex] < segment.index + segment.segment.length) {
			visibleCharacters[graphemeIndex].visibleWidth = isFirstInGrapheme ? getGraphemeWidth(segment.segment) : 0;
			visibleCharacters[graphemeIndex].isGraphemeContinuation = !isFirstInGrapheme;
			isFirstInGrapheme = false;
			graphemeIndex++;
		}
		scalarIndex = graphemeIndex;
	}
}
function tokenizeAnsiWithVisibleSegmentation(string, { endCharacter = Number.POSITIVE_INFINITY } = {}) {
	const tokens = [];
	const visibleCharacters = collectVisibleCharacters(string);
	applyGraphemeMetadata(visibleCharacters);
	let index = 0;
	let visibleCharacterIndex = 0;
	let visibleCount = 0;
	while (index < string.length) {
		const codePoint = string.codePointAt(index);
		if (ESCAPES.has(codePoint)) {
			const code = parseAnsiCode(string, index);
			if (code) {
				tokens.push(code.token);
				index = code.endIndex;
				continue;
			}
		}
		const value = String.fromCodePoint(codePoint);
		const visibleCharacter = visibleCharacters[visibleCharacterIndex];
		let visibleWidth = isFullwidthCodePoint(codePoint) ? 2 : value.length;
		if (visibleCharacter) visibleWidth = visibleCharacter.visibleWidth;
		const token = {
			type: "character",
			value,
			visibleWidth,
			isGraphemeContinuation: visibleCharacter ? visibleCharacter.isGraphemeContinuation : false
		};
		tokens.push(token);
		index += value.length;
		visibleCharacterIndex++;
		visibleCount += token.visibleWidth;
		if (visibleCount >= endCharacter) {
			const nextVisibleCharacter = visibleCharacters[visibleCharacterIndex];
			if (!nextVisibleCharacter || !nextVisibleCharacter.isGraphemeContinuation) {
				index = appendTrailingAnsiTokens(string, index, tokens);
				break;
			}
		}
	}
	return tokens;
}
function areValuesInSameGrapheme(leftValue, rightValue) {
	const pair = `${leftValue}${rightValue}`;
	const splitIndex = leftValue.length;
	for (const segment of GRAPHEME_SEGMENTER.segment(pair)) {
		if (segment.index === splitIndex) return false;
		if (segment.index > splitIndex) return true;
	}
	return true;
}
function hasAnsiSplitContinuationAhead(string, startIndex, previousVisibleValue, graphemeSegments) {
	if (!previousVisibleValue) return false;
	let index = startIndex;
	let hasAnsiCode = false;
	while (index < string.length) {
		const codePoint = string.codePointAt(index);
		if (ESCAPES.has(codePoint)) {
			const code = parseAnsiCode(string, index);
			if (code) {
				hasAnsiCode = true;
				index = code.endIndex;
				continue;
			}
		}
		if (!hasAnsiCode) return false;
		const characterToken = parseCharacterTokenWithRawSegmentation(string, index, graphemeSegments);
		if (!characterToken) return true;
		return areValuesInSameGrapheme(previousVisibleValue, characterToken.token.value);
	}
	return false;
}
function tokenizeAnsi(string, { endCharacter = Number.POSITIVE_INFINITY } = {}) {
	const tokens = [];
	const graphemeSegments = GRAPHEME_SEGMENTER.segment(string);
	let index = 0;
	let visibleCount = 0;
	let previousVisibleValue;
	let hasAnsiSinceLastVisible = false;
	while (index < string.length) {
		const codePoint = string.codePointAt(index);
		if (ESCAPES.has(codePoint)) {
			const code = parseAnsiCode(string, index);
			if (code) {
				tokens.push(code.token);
				index = code.endIndex;
				hasAnsiSinceLastVisible = true;
				continue;
			}
		}
		const characterToken = parseCharacterTokenWithRawSegmentation(string, index, graphemeSegments);
		if (!characterToken) return tokenizeAnsiWithVisibleSegmentation(string, { endCharacter });
		if (hasAnsiSinceLastVisible && previousVisibleValue && areValuesInSameGrapheme(previousVisibleValue, characterToken.token.value)) return tokenizeAnsiWithVisibleSegmentation(string, { endCharacter });
		tokens.push(characterToken.token);
		index = characterToken.endIndex;
		visibleCount += characterToken.token.visibleWidth;
		hasAnsiSinceLastVisible = false;
		previousVisibleValue = characterToken.token.value;
		if (visibleCount >= endCharacter) {
			if (hasAnsiSplitContinuationAhead(string, index, previousVisibleValue, graphemeSegments)) return tokenizeAnsiWithVisibleSegmentation(string, { endCharacter });
			index = appendTrailingAnsiTokens(string, index, tokens);
			break;
		}
	}
	return tokens;
}

// node_modules/slice-ansi/index.js
function applySgrFragments(activeStyles, fragments) {
	for (const fragment of fragments) switch (fragment.type) {
		case "reset":
			activeStyles.clear();
			break;
		case "end":
			activeStyles.delete(fragment.endCode);
			break;
		case "start":
			activeStyles.delete(fragment.endCode);
			activeStyles.set(fragment.endCode, fragment.code);
	}
	return activeStyles;
}
function undoAnsiCodes(activeStyles) {
	return [...activeStyles.keys()].reverse().join("");
}
function closeHyperlink(hyperlinkToken) {
	return `${hyperlinkToken.closePrefix}${hyperlinkToken.terminator}`;
}
function shouldIncludeSgrAfterEnd(token, activeStyles) {
	let hasStartFragment = false;
	let hasClosingEffect = false;
	for (const fragment of token.fragments) {
		if (fragment.type === "start") {
			hasStartFragment = true;
			continue;
		}
		if (fragment.type === "reset" && activeStyles.size > 0) {
			hasClosingEffect = true;
			continue;
		}
		if (fragment.type === "end" && activeStyles.has(fragment.endCode)) hasClosingEffect = true;
	}
	return hasClosingEffect && !hasStartFragment;
}
function applySgrToken({ token, isPastEnd, activeStyles, returnValue, include, activeHyperlink, position }) {
	if (isPastEnd && !shouldIncludeSgrAfterEnd(token, activeStyles)) return {
		activeStyles,
		activeHyperlink,
		position,
		returnValue,
		include
	};
	activeStyles = applySgrFragments(activeStyles, token.fragments);
	if (include) returnValue += token.code;
	return {
		activeStyles,
		activeHyperlink,
		position,
		returnValue,
		include
	};
}
function applyHyperlinkToken({ token, isPastEnd, activeStyles, activeHyperlink, position, returnValue, include }) {
	if (isPastEnd && (token.action !== "close" || !activeHyperlink)) return {
		activeStyles,
		activeHyperlink,
		position,
		returnValue,
		include
	};
	if (token.action === "open") activeHyperlink = token;
	else if (token.action === "close") activeHyperlink = void 0;
	if (include) returnValue += token.code;
	return {
		activeStyles,
		activeHyperlink,
		position,
		returnValue,
		include
	};
}
function applyControlToken({ token, isPastEnd, activeStyles, activeHyperlink, position, returnValue, include }) {
	if (!isPastEnd && include) returnValue += token.code;
	return {
		activeStyles,
		activeHyperlink,
		position,
		returnValue,
		include
	};
}
function applyCharacterToken({ token, start, activeStyles, activeHyperlink, position, returnValue, include }) {
	if (!include && position >= start && !token.isGraphemeContinuation) {
		include = true;
		returnValue = [...activeStyles.values()].join("");
		if (activeHyperlink) returnValue += activeHyperlink.code;
	}
	if (include) returnValue += token.value;
	position += token.visibleWidth;
	return {
		activeStyles,
		activeHyperlink,
		position,
		returnValue,
		include
	};
}
const tokenHandlers = {
	sgr: applySgrToken,
	hyperlink: applyHyperlinkToken,
	control: applyControlToken,
	character: applyCharacterToken
};
function applyToken(parameters) {
	const tokenHandler = tokenHandlers[parameters.token.type];
	if (!tokenHandler) {
		const { activeStyles, activeHyperlink, position, returnValue, include } = parameters;
		return {
			activeStyles,
			activeHyperlink,
			position,
			returnValue,
			include
		};
	}
	return tokenHandler(parameters);
}
function createHasContinuationAheadMap(tokens) {
	const hasContinuationAhead = Array.from({ length: tokens.length }, () => false);
	let nextCharacterIsContinuation = false;
	for (let tokenIndex = tokens.length - 1; tokenIndex >= 0; tokenIndex--) {
		const token = tokens[tokenIndex];
		hasContinuationAhead[tokenIndex] = nextCharacterIsContinuation;
		if (token.type === "character") nextCharacterIsContinuation = Boolean(token.isGraphemeContinuation);
	}
	return hasContinuationAhead;
}
function sliceAnsi(string, start, end) {
	const tokens = tokenizeAnsi(string, { endCharacter: end });
	const hasContinuationAhead = createHasContinuationAheadMap(tokens);
	let activeStyles = /* @__PURE__ */ new Map();
	let activeHyperlink;
	let position = 0;
	let returnValue = "";
	let include = false;
	for (const [tokenIndex, token] of tokens.entries()) {
		let isPastEnd = end !== void 0 && position >= end;
		if (isPastEnd && token.type !== "character" && hasContinuationAhead[tokenIndex]) isPastEnd = false;
		if (isPastEnd && token.type === "character" && !token.isGraphemeContinuation) break;
		({activeStyles, activeHyperlink, position, returnValue, include} = applyToken({
			token,
			isPastEnd,
			start,
			activeStyles,
			activeHyperlink,
			position,
			returnValue,
			include
		}));
	}
	if (!include) return "";
	if (activeHyperlink) returnValue += closeHyperlink(activeHyperlink);
	returnValue += undoAnsiCodes(activeStyles);
	return returnValue;
}

// node_modules/log-update/index.js
const getWidth = (stream, defaultWidth) => stream.columns ?? defaultWidth ?? 80;
const SYNCHRONIZED_OUTPUT_ENABLE = "\x1B[?2026h";
const SYNCHRONIZED_OUTPUT_DISABLE = "\x1B[?2026l";
const fitToTerminalHeight = (stream, wrappedText, defaultHeight) => {
	const terminalHeight = stream.rows ?? defaultHeight ?? 24;
	if (terminalHeight === void 0) return {
		text: wrappedText,
		wasClipped: false
	};
	if (terminalHeight === 0) return {
		text: "",
		wasClipped: wrappedText !== ""
	};
	const unstyled = stripAnsi(wrappedText);
	const linesCount = [...unstyled].filter((character) => character === "\n").length + 1;
	const toRemove = Math.max(0, linesCount - terminalHeight);
	if (toRemove === 0) return {
		text: wrappedText,
		wasClipped: false
	};
	let seen = 0;
	let cut = 0;
	for (const [index, character] of [...unstyled].entries()) if (character === "\n") {
		seen++;
		if (seen === toRemove) {
			cut = index + 1;
			break;
		}
	}
	return {
		text: sliceAnsi(wrappedText, cut),
		wasClipped: true
	};
};
/**
Find common prefix and suffix between frames.
*/
const diffFrames = (previousLines, nextLines) => {
	let start = 0;
	for (; start < previousLines.length && start < nextLines.length; start++) if (previousLines[start] !== nextLines[start]) break;
	let endPrevious = previousLines.length - 1;
	let endNext = nextLines.length - 1;
	while (endPrevious >= start && endNext >= start && previousLines[endPrevious] === nextLines[endNext]) {
		endPrevious--;
		endNext--;
	}
	return {
		start,
		endPrevious,
		endNext
	};
};
/**
Build a single escape sequence patch to transform previous -> next.
*/
const buildPatch = ({ prevCount, start, endPrevious, endNext, nextLines, nextWrappedEndsWithNewline }) => {
	let sequence = "";
	const upCount = Math.max(0, prevCount - 1 - start);
	if (upCount > 0) sequence += cursorUp(upCount);
	sequence += "\x1B[G";
	const linesToClear = Math.max(0, endPrevious - start + 1);
	for (let index = 0; index < linesToClear; index++) {
		sequence += eraseLine;
		if (index < linesToClear - 1) sequence += cursorDown();
	}
	if (linesToClear > 1) sequence += cursorUp(linesToClear - 1);
	sequence += "\x1B[G";
	const wroteSlice = nextLines.slice(start, endNext + 1);
	if (wroteSlice.length > 0) {
		const chunk = wroteSlice.join("\n");
		sequence += chunk;
		sequence += "\x1B[K";
		if (nextWrappedEndsWithNewline && !chunk.endsWith("\n")) sequence += "\n";
	}
	const currentLine = start + wroteSlice.length;
	const downCount = nextLines.length - 1 - currentLine;
	if (downCount > 0) sequence += cursorDown(downCount);
	return sequence;
};
function createLogUpdate(stream, { showCursor = false, defaultWidth, defaultHeight } = {}) {
	let previousLineCount = 0;
	let previousWidth = getWidth(stream, defaultWidth);
	let previousOutput = "";
	const useSynchronizedOutput = stream.isTTY === true;
	const write = (output) => {
		if (output === "") return;
		if (useSynchronizedOutput) {
			stream.write(SYNCHRONIZED_OUTPUT_ENABLE + output + SYNCHRONIZED_OUTPUT_DISABLE);
			return;
		}
		stream.write(output);
	};
	/**
	Normalize, wrap, and height-clip into a concrete frame.
	
	Returns both the wrapped string and an array of lines, where an empty frame (for `rows === 0`) is represented by `lines.length === 0`.
	*/
	const computeFrame = (text, width) => {
		const textString = String(text);
		const raw = textString.endsWith("\n") ? textString : `${textString}\n`;
		const wrapped = wrapAnsi(raw, width, {
			trim: false,
			hard: true,
			wordWrap: false
		});
		const { text: clippedText, wasClipped } = fitToTerminalHeight(stream, wrapped, defaultHeight);
		return {
			wrapped: clippedText,
			lines: clippedText === "" ? [] : clippedText.split("\n"),
			wasClipped
		};
	};
	const reset = () => {
		previousOutput = "";
		previousWidth = getWidth(stream, defaultWidth);
		previousLineCount = 0;
	};
	const render = (...arguments_) => {
		if (!showCursor) cliCursor.hide();
		const width = getWidth(stream, defaultWidth);
		const { wrapped, lines, wasClipped } = computeFrame(arguments_.join(" "), width);
		if (lines.length === 0) {
			previousOutput = wrapped;
			previousWidth = width;
			previousLineCount = 0;
			return;
		}
		if (wrapped === previousOutput && previousWidth === width) return;
		if (previousLineCount === 0) {
			write(wrapped);
			previousOutput = wrapped;
			previousWidth = width;
			previousLineCount = lines.length;
			return;
		}
		if (previousWidth !== width || wasClipped) {
			write(eraseLines(previousLineCount) + wrapped);
			previousOutput = wrapped;
			previousWidth = width;
			previousLineCount = lines.length;
			return;
		}
		const previousLines = previousOutput === "" ? [] : previousOutput.split("\n");
		const { start, endPrevious, endNext } = diffFrames(previousLines, lines);
		if (start === lines.length && previousLineCount === lines.length) return;
		if (start === 0) {
			write(eraseLines(previousLineCount) + wrapped);
			previousOutput = wrapped;
			previousWidth = width;
			previousLineCount = lines.length;
			return;
		}
		const patch = buildPatch({
			prevCount: previousLineCount,
			start,
			endPrevious,
			endNext,
			nextLines: lines,
			nextWrappedEndsWithNewline: wrapped.endsWith("\n")
		});
		write(patch);
		previousOutput = wrapped;
		previousWidth = width;
		previousLineCount = lines.length;
	};
	render.clear = () => {
		write(eraseLines(previousLineCount));
		reset();
	};
	render.done = () => {
		reset();
		if (!showCursor) cliCursor.show();
	};
	render.persist = (...arguments_) => {
		const erasePrevious = previousLineCount > 0 ? eraseLines(previousLineCount) : "";
		if (previousLineCount > 0) previousLineCount = 0;
		const text = `${arguments_.join(" ")}`;
		const width = getWidth(stream, defaultWidth);
		const { wrapped: wrappedText } = computeFrame(text, width);
		write(erasePrevious + wrappedText);
		reset();
	};
	return render;
}
const logUpdate = createLogUpdate(process$1.stdout);
const logUpdateStderr = createLogUpdate(process$1.stderr);

// src/observe/live-view.ts
const redrawMs = 100;
/** Shows what each sandbox is doing, redrawn in place; finished ones and problems scroll by above. */
function createLiveView() {
	const rows = /* @__PURE__ */ new Map();
	const held = /* @__PURE__ */ new Set();
	const update = createLogUpdate(process.stdout, { showCursor: false });
	const draw = () => update(render([...rows.values()], held.size, Date.now()));
	const timer = setInterval(draw, redrawMs);
	return {
		emit(event) {
			follow(event, rows, held);
			const line = lastingLine(event);
			if (line !== void 0) update.persist(line);
			draw();
		},
		[Symbol.dispose]() {
			clearInterval(timer);
			update.clear();
			update.done();
		}
	};
}
function follow(event, rows, held) {
	if (event.type === "holding") {
		if (event.why === "covered") held.delete(event.job.name);
		else held.add(event.job.name);
	}
	if (event.type === "starting") {
		held.delete(event.job.name);
		rows.set(event.sandbox, {
			sandbox: event.sandbox,
			startedAt: Date.now(),
			job: event.job.name,
			phase: "prepare"
		});
	}
	const row = "sandbox" in event ? rows.get(event.sandbox) : void 0;
	if (row !== void 0 && event.type === "phase") row.phase = event.phase;
	if (row !== void 0 && event.type === "job-started") {
		row.job = event.job;
		held.delete(event.job);
	}
	if (event.type === "finished") rows.delete(event.record.sandbox);
}
/** What stays on the screen: results, and whatever an operator should not miss. */
function lastingLine(event) {
	if (event.type === "finished") {
		const { job, result, sandbox, error } = event.record;
		return `${result ?? error?.code ?? "ended"}  ${job ?? "(no job)"}  in ${sandbox}`;
	}
	const { level, message } = describeEvent(event);
	return level === "warn" || level === "error" || event.type === "stopping" ? message : void 0;
}
function render(rows, held, now) {
	return [...rows.map(({ sandbox, job, phase, startedAt }) => {
		const age = ((now - startedAt) / 1e3).toFixed(1);
		return `  VM ${sandbox.slice(-6)}  ${phase.padEnd(8)}  ${age.padStart(5)} s  ${job}`;
	}), ...held > 0 ? [`  ${String(held)} more waiting for a slot`] : []].join("\n");
}

// src/sim/github/reply.ts
var import_dist = require_dist();
/** A refusal, thrown anywhere below a handler and answered as `{message, documentation_url, status}` (§0). */
var ApiError = class extends Error {
	name = "ApiError";
	status;
	errors;
	headers;
	constructor(status, message, options = {}) {
		super(message);
		this.status = status;
		this.errors = options.errors;
		this.headers = options.headers ?? {};
	}
};
/** The answer to a refusal. */
function errorReply(error) {
	const body = {
		message: error.message,
		...error.errors === void 0 ? {} : { errors: error.errors },
		documentation_url: "https://docs.github.com/rest",
		status: String(error.status)
	};
	return {
		status: error.status,
		body,
		headers: error.headers
	};
}
/** GitHub's answer for things that are not there or must not be seen. */
function notFound() {
	return new ApiError(404, "Not Found");
}
const defaultPageSize = 30;
const largestPageSize = 100;
/** One page of a list with its `Link` header (§0). `name` is the key of the list in the body, absent for bare arrays. */
function page(request, list) {
	const size = Math.min(positive$1(request.query.get("per_page")) ?? defaultPageSize, largestPageSize);
	const number = positive$1(request.query.get("page")) ?? 1;
	const last = Math.max(1, Math.ceil(list.items.length / size));
	const items = list.items.slice((number - 1) * size, number * size);
	const body = list.name === void 0 ? items : {
		total_count: list.items.length,
		[list.name]: items
	};
	const link = links({
		request,
		url: list.url,
		number,
		last
	});
	return {
		status: 200,
		body,
		headers: link === "" ? {} : { link }
	};
}
function positive$1(text) {
	const value = Number(text);
	return Number.isInteger(value) && value > 0 ? value : void 0;
}
function links(at) {
	return [
		[
			"prev",
			at.number - 1,
			at.number > 1
		],
		[
			"next",
			at.number + 1,
			at.number < at.last
		],
		[
			"last",
			at.last,
			at.number < at.last
		],
		[
			"first",
			1,
			at.number > 1
		]
	].filter(([, , present]) => present).map(([relation, number]) => {
		const query = new URLSearchParams(at.request.query);
		query.set("page", String(number));
		return `<${at.url}?${query.toString()}>; rel="${relation}"`;
	}).join(", ");
}

// src/sim/github/http.ts
const largestBody = 4194304;
/** Reads a request. Throws `ApiError` for a body that is too large or no JSON. */
async function readRequest(incoming, at) {
	const { method = "GET", headers } = incoming;
	return {
		method,
		headers,
		params: {},
		body: parse$2(await readText(incoming)),
		...at
	};
}
/** A signal that aborts when the client has gone before it was answered. */
function closedSignal(outgoing) {
	const controller = new AbortController();
	outgoing.once("close", () => {
		controller.abort();
	});
	return controller.signal;
}
/** Sends an answer as the network lets it through. */
function send(outgoing, { reply, transport }) {
	if (transport === "lost") {
		outgoing.destroy();
		return;
	}
	const whole = reply.body === void 0 ? "" : JSON.stringify(reply.body);
	const half = whole.slice(0, whole.length / 2);
	const text = transport === "malformed" ? half : whole;
	outgoing.writeHead(reply.status, {
		"content-type": "application/json; charset=utf-8",
		"x-github-request-id": randomUUID(),
		...text === "" ? {} : { "content-length": String(Buffer.byteLength(text)) },
		...reply.headers
	});
	if (transport === "whole" || transport === "malformed") {
		outgoing.end(text);
		return;
	}
	outgoing.write(half, () => {
		outgoing.destroy();
	});
}
async function readText(incoming) {
	const chunks = [];
	let size = 0;
	for await (const chunk of incoming) {
		size += chunk.length;
		if (size > largestBody) throw new ApiError(413, "Payload Too Large");
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
function parse$2(text) {
	if (text === "") return void 0;
	try {
		return JSON.parse(text);
	} catch {
		throw new ApiError(400, "Problems parsing JSON");
	}
}

// src/sim/github/jit-config.ts
const modulusLength = 2048;
let shared;
/** The key of this process; made at the first call. */
async function runnerKey() {
	shared ??= promisify(generateKeyPair)("rsa", { modulusLength }).then(({ privateKey }) => ({
		privateKey,
		publicKey: createPublicKey(privateKey)
	}));
	return shared;
}
/** `encoded_jit_config`: base64 of a JSON object from file names to base64 of the files (§1.2). */
function encodeJitConfig(runner, at) {
	const broker = `${at.webUrl}/_broker/`;
	const files = {
		".runner": {
			AgentId: String(runner.id),
			AgentName: runner.name,
			PoolId: String(runner.groupId),
			PoolName: at.group,
			ServerUrl: broker,
			ServerUrlV2: broker,
			UseV2Flow: true,
			Ephemeral: true,
			DisableUpdate: false,
			WorkFolder: runner.workFolder,
			SkipSessionRecover: true
		},
		".credentials": {
			scheme: "OAuth",
			data: {
				clientId: runner.clientId,
				authorizationUrl: `${broker}token`,
				requireFipsCryptography: "True"
			}
		},
		".credentials_rsaparams": rsaParameters(at.key.privateKey)
	};
	return base64(Object.fromEntries(Object.entries(files).map(([name, content]) => [name, base64(content)])));
}
function rsaParameters(key) {
	const jwk = key.export({ format: "jwk" });
	const parts = {
		d: jwk.d,
		dp: jwk.dp,
		dq: jwk.dq,
		exponent: jwk.e,
		inverseQ: jwk.qi,
		modulus: jwk.n,
		p: jwk.p,
		q: jwk.q
	};
	return Object.fromEntries(Object.entries(parts).map(([name, value = ""]) => [name, Buffer.from(value, "base64url").toString("base64")]));
}
function base64(content) {
	return Buffer.from(JSON.stringify(content)).toString("base64");
}

// src/sim/github/matrix.ts
/**
* The combinations of `strategy.matrix` as GitHub makes them: the product of the axes, without what `exclude` names;
* an `include` entry extends the combinations it contradicts in no axis, or becomes a combination of its own.
*/
function combinations(matrix) {
	const { include, exclude, ...axes } = asRecord(matrix);
	const product = multiply(Object.entries(axes)).filter((combination) => !asList(exclude).some((entry) => agrees(combination, entry, Object.keys(entry))));
	const extended = [...product];
	const added = [];
	for (const entry of asList(include)) {
		const shared = Object.keys(entry).filter((key) => key in axes);
		const hits = [...product.keys()].filter((index) => agrees(product[index] ?? {}, entry, shared));
		if (hits.length === 0) added.push(entry);
		for (const index of hits) extended[index] = {
			...extended[index],
			...entry
		};
	}
	return [...extended, ...added];
}
/** `build (1, macos)`: the name of a job and the values of its combination. */
function displayName(name, combination) {
	const values = leaves(combination);
	return values.length === 0 ? name : `${name} (${values.join(", ")})`;
}
function multiply(axes) {
	if (axes.length === 0) return [];
	return axes.reduce((product, [name, values]) => product.flatMap((combination) => (Array.isArray(values) ? values : [values]).map((value) => Object.assign({}, combination, { [name]: value }))), [{}]);
}
function agrees(combination, entry, keys) {
	return keys.every((key) => JSON.stringify(combination[key]) === JSON.stringify(entry[key]));
}
function leaves(value) {
	if (typeof value === "object" && value !== null) return Object.values(value).flatMap(leaves);
	return [String(value)];
}
function asRecord(value) {
	return typeof value === "object" && value !== null ? { ...value } : {};
}
function asList(value) {
	return Array.isArray(value) ? value.map(asRecord) : [];
}

// src/sim/github/stage.ts
const defaultTimeoutMinutes = 360;
const largestMatrix = 256;
/** Decides what becomes of a stage whose needs are over. Throws an Error for an invalid expression. */
function planStage(run, stage, contexts) {
	const { definition, key } = stage;
	const base = {
		...contexts,
		needs: needsContext(run, stage)
	};
	const name = definition.name ?? key;
	if (!holds(definition.if, stageStatus(run, stage), { contexts: base })) return {
		jobs: [skippedJob(name)],
		failFast: true,
		maxParallel: void 0
	};
	const scope = { contexts: base };
	const { strategy } = definition;
	const matrix = expandDeep(strategy?.matrix ?? {}, scope);
	const found = combinations(matrix);
	if (found.length > largestMatrix) throw new Error(`the matrix has more than ${String(largestMatrix)} jobs`);
	const all = strategy?.matrix === void 0 ? [{}] : found;
	const failFast = truthy(expandFlag(strategy?.["fail-fast"] ?? "true", scope));
	const maxParallel = positive(strategy?.["max-parallel"], scope);
	const shared = {
		"fail-fast": failFast,
		"max-parallel": maxParallel ?? all.length,
		"job-total": all.length
	};
	return {
		jobs: all.map((combination, index) => planJob(stage, {
			...base,
			matrix: combination,
			strategy: {
				...shared,
				"job-index": index
			}
		})),
		failFast,
		maxParallel
	};
}
/** The result of a stage whose jobs are all over, as `needs.<job>.result` and `if:` see it. */
function stageResult(stage) {
	const results = (stage.jobs ?? []).map((job) => job.conclusion === "failure" && job.continueOnError ? "success" : job.conclusion);
	if (results.includes("failure")) return "failure";
	if (results.includes("cancelled")) return "cancelled";
	return results.length > 0 && results.every((result) => result === "skipped") ? "skipped" : "success";
}
/** Whether every job of a stage is over. */
function stageOver({ jobs }) {
	return jobs?.every(({ status }) => status === "completed") ?? false;
}
/** The `needs` context of a job. */
function needsContext(run, stage) {
	return Object.fromEntries(stage.definition.needs.map((need) => {
		const needed = run.stages.get(need);
		const outputs = Object.assign({}, ...(needed?.jobs ?? []).map((job) => job.outputs));
		return [need, {
			result: needed === void 0 ? "" : stageResult(needed),
			outputs
		}];
	}));
}
function stageStatus(run, stage) {
	const results = [...ancestors(run, stage)].map(stageResult);
	return {
		success: !run.cancelled && results.every((result) => result === "success"),
		failure: results.includes("failure"),
		cancelled: run.cancelled
	};
}
function ancestors(run, stage, found = /* @__PURE__ */ new Set()) {
	for (const need of stage.definition.needs) {
		const needed = run.stages.get(need);
		if (needed === void 0 || found.has(needed)) continue;
		found.add(needed);
		ancestors(run, needed, found);
	}
	return found;
}
function planJob(stage, contexts) {
	const { definition, key } = stage;
	const scope = { contexts };
	const given = definition.name;
	const expanded = given === void 0 ? key : expandText(given, scope);
	const { labels, group } = runsOn(expandDeep(definition["runs-on"], scope));
	return {
		name: given === expanded || given === void 0 ? displayName(expanded, contexts.matrix) : expanded,
		combination: contexts.matrix,
		strategy: { ...contexts.strategy },
		labels,
		group,
		continueOnError: truthy(expandFlag(definition["continue-on-error"] ?? "false", scope)),
		timeoutMinutes: positive(definition["timeout-minutes"], scope) ?? defaultTimeoutMinutes,
		skipped: false
	};
}
function skippedJob(name) {
	return {
		name,
		combination: {},
		strategy: {},
		labels: [],
		group: void 0,
		continueOnError: false,
		timeoutMinutes: defaultTimeoutMinutes,
		skipped: true
	};
}
/** A text, a list, or `{group, labels}`. */
function runsOn(value) {
	if (typeof value === "string") return {
		labels: [value],
		group: void 0
	};
	if (Array.isArray(value)) return {
		labels: value.map(String),
		group: void 0
	};
	if (typeof value !== "object" || value === null) throw new Error("runs-on is empty");
	const group = "group" in value ? String(value.group) : void 0;
	return {
		labels: "labels" in value ? runsOn(value.labels).labels : [],
		group
	};
}
function expandFlag(text, scope) {
	return expand(text, scope) === true || expandText(text, scope) === "true";
}
function positive(text, scope) {
	if (text === void 0) return void 0;
	const value = Number(expandText(text, scope));
	return value > 0 ? value : void 0;
}

// src/sim/github/registrations.ts
/** Registered runners of all scopes. */
var Registrations = class {
	#runners = /* @__PURE__ */ new Map();
	#removed;
	#lastId = 0;
	/** `removed` is told of every registration that goes. */
	constructor(removed) {
		this.#removed = removed;
	}
	/** Registers a runner; a name that is taken in the scope gives 409 (§1.1). */
	add(wanted) {
		if (this.in(wanted.scope).some(({ name }) => name === wanted.name)) throw new ApiError(409, `Already exists - A runner with the name ${wanted.name} already exists.`);
		const now = Date.now();
		const runner = {
			...wanted,
			id: this.#lastId += 1,
			clientId: randomUUID(),
			createdAt: now,
			os: "unknown",
			version: null,
			consumed: false,
			jobId: void 0,
			session: void 0,
			offlineSince: now
		};
		this.#runners.set(runner.id, runner);
		return runner;
	}
	/** Every runner of a scope, oldest first. */
	in(scope) {
		return this.all().filter((runner) => runner.scope === scope);
	}
	all() {
		return [...this.#runners.values()];
	}
	byId(id) {
		return this.#runners.get(id);
	}
	byClientId(clientId) {
		return this.all().find((runner) => runner.clientId === clientId);
	}
	/** Deletes as REST does: 404 when it is not there, 422 while it runs a job (§1.3). */
	delete(scope, id) {
		const runner = this.byId(id);
		if (runner?.scope !== scope) throw notFound();
		if (runner.jobId !== void 0) {
			const message = `Bad request - Runner "${runner.name}" is still running a job"`;
			throw new ApiError(422, message, { errors: [message] });
		}
		this.remove(runner);
	}
	/** Forgets a registration whose job is over or that nobody used. */
	remove(runner) {
		this.#runners.delete(runner.id);
		this.#removed(runner);
	}
};
/** Whether GitHub shows the runner as online. */
function isOnline(runner, offlineMs) {
	const { session } = runner;
	return session !== void 0 && (session.polling > 0 || Date.now() - session.lastSeen < offlineMs);
}
/** Whether the runner has every label, ignoring case (§5.1, §5.2). */
function hasLabels(runner, labels) {
	const own = new Set(runner.labels.map((label) => label.toLowerCase()));
	return labels.every((label) => own.has(label.toLowerCase()));
}

// src/sim/github/assignment.ts
/** The group every runner is in unless it asks for another one. */
const defaultGroup = {
	id: 1,
	name: "Default"
};
/** The runner that gets the job: online, never used, all labels, the named group (§5.1, §5.2, §5.7). */
function chooseRunner(job, { registrations, settings }) {
	const { owner, name } = job.run.repository;
	const scopes = /* @__PURE__ */ new Set([repositoryScope(owner, name), organizationScope(owner)]);
	return registrations.all().filter((runner) => scopes.has(runner.scope) && !runner.consumed).filter((runner) => runner.session?.mode !== "update" && isOnline(runner, settings.offlineMs)).filter((runner) => job.group === void 0 || groupName(runner.groupId, settings) === job.group).find((runner) => hasLabels(runner, job.labels));
}
/** The name of a runner group; undefined when there is no such group. */
function groupName(id, settings) {
	return [defaultGroup, ...settings.runnerGroups].find((group) => group.id === id)?.name;
}
/** The scope of runners of one repository. */
function repositoryScope(owner, name) {
	return `repos/${owner.toLowerCase()}/${name.toLowerCase()}`;
}
/** The scope of runners of a whole organization. */
function organizationScope(owner) {
	return `orgs/${owner.toLowerCase()}`;
}

// src/sim/github/views.ts
/** `acme/app`. */
function fullName({ owner, name }) {
	return `${owner}/${name}`;
}
/** A runner as REST shows it (§1.1, §1.3). */
function runnerView(runner, settings) {
	return {
		id: runner.id,
		runner_group_id: runner.groupId,
		name: runner.name,
		os: runner.os,
		status: isOnline(runner, settings.offlineMs) ? "online" : "offline",
		busy: runner.jobId !== void 0,
		labels: runner.labels.map((name, index) => ({
			id: index + 1,
			name,
			type: "custom"
		})),
		ephemeral: true,
		version: runner.version
	};
}
/** A repository as REST shows it. */
function repositoryView(repository, links) {
	return {
		id: repository.id,
		name: repository.name,
		full_name: fullName(repository),
		private: repository.private,
		visibility: repository.private ? "private" : "public",
		owner: {
			login: repository.owner,
			type: "Organization"
		},
		html_url: `${links.webUrl}/${fullName(repository)}`,
		url: `${links.apiUrl}/repos/${fullName(repository)}`,
		fork: false,
		archived: false,
		disabled: false,
		default_branch: "main",
		created_at: time(repository.createdAt),
		updated_at: time(repository.pushedAt),
		pushed_at: time(repository.pushedAt)
	};
}
/** A run as REST shows it (§1.5). */
function runView(run, links) {
	const repository = repositoryView(run.repository, links);
	const url = `${links.apiUrl}/repos/${fullName(run.repository)}/actions/runs/${String(run.id)}`;
	return {
		id: run.id,
		name: run.workflow.name ?? run.path,
		path: run.path,
		event: "workflow_dispatch",
		status: run.status,
		conclusion: run.conclusion,
		run_attempt: 1,
		run_number: run.number,
		workflow_id: run.workflowId,
		head_branch: "main",
		head_sha: headSha,
		head_repository: repository,
		repository,
		created_at: time(run.createdAt),
		run_started_at: time(run.createdAt),
		updated_at: time(run.updatedAt),
		url,
		jobs_url: `${url}/jobs`,
		html_url: `${links.webUrl}/${fullName(run.repository)}/actions/runs/${String(run.id)}`,
		triggering_actor: {
			login: "octocat",
			type: "User"
		}
	};
}
/** A job as REST shows it (§1.5). `started_at` is filled for queued jobs too. */
function jobView(job, links, settings) {
	const { run, runner } = job;
	const repository = `${links.apiUrl}/repos/${fullName(run.repository)}`;
	return {
		id: job.id,
		run_id: run.id,
		run_attempt: 1,
		run_url: `${repository}/actions/runs/${String(run.id)}`,
		url: `${repository}/actions/jobs/${String(job.id)}`,
		name: job.name,
		status: job.status,
		conclusion: job.conclusion,
		labels: job.labels,
		runner_id: runner?.id ?? null,
		runner_name: runner?.name ?? null,
		runner_group_id: runner?.groupId ?? null,
		runner_group_name: runner === void 0 ? null : groupName(runner.groupId, settings) ?? null,
		workflow_name: run.workflow.name ?? run.path,
		head_branch: "main",
		head_sha: headSha,
		created_at: time(job.createdAt),
		started_at: time(job.startedAt ?? job.createdAt),
		completed_at: job.completedAt === void 0 ? null : time(job.completedAt),
		steps: job.steps,
		html_url: `${links.webUrl}/${fullName(run.repository)}/actions/runs/${String(run.id)}/job/${String(job.id)}`,
		check_run_url: `${repository}/check-runs/${String(job.id)}`
	};
}
/** The commit of every run: the simulation has no Git. */
const headSha = "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a";
/** GitHub writes times without milliseconds. */
function time(ms) {
	return `${new Date(ms).toISOString().slice(0, -5)}Z`;
}

// src/sim/github/job-message.ts
/** The contexts of a run that every job of it sees. */
function runContexts(run, links) {
	return {
		github: {
			repository: fullName(run.repository),
			repository_owner: run.repository.owner,
			repository_id: String(run.repository.id),
			run_id: String(run.id),
			run_number: String(run.number),
			run_attempt: "1",
			workflow: run.workflow.name ?? run.path,
			workflow_ref: `${fullName(run.repository)}/${run.path}@refs/heads/main`,
			sha: headSha,
			ref: "refs/heads/main",
			ref_name: "main",
			ref_type: "branch",
			ref_protected: false,
			event_name: "workflow_dispatch",
			event: {
				inputs: run.inputs,
				repository: { full_name: fullName(run.repository) }
			},
			actor: "octocat",
			triggering_actor: "octocat",
			server_url: links.webUrl,
			api_url: links.apiUrl,
			graphql_url: `${links.apiUrl}/graphql`,
			retention_days: "90"
		},
		inputs: run.inputs,
		vars: run.vars
	};
}
/** What the runner that acquired the job gets. */
function jobMessage(job, settings, links) {
	const { run, stage } = job;
	const { definition } = stage;
	const contexts = runContexts(run, links);
	const token = `ghs_${randomBytes(tokenBytes$1).toString("hex")}`;
	return {
		jobId: job.id,
		name: job.name,
		repository: fullName(run.repository),
		steps: definition.steps,
		env: [run.workflow.env, definition.env],
		shell: definition.defaults.run.shell ?? run.workflow.defaults.run.shell,
		workingDirectory: definition.defaults.run["working-directory"] ?? run.workflow.defaults.run["working-directory"],
		outputs: definition.outputs,
		contexts: {
			...contexts,
			github: {
				...contexts.github,
				job: stage.key,
				token
			},
			needs: needsContext(run, stage),
			matrix: job.combination,
			strategy: job.strategy,
			secrets: {
				...run.secrets,
				GITHUB_TOKEN: token
			}
		},
		checkout: run.checkout,
		renewMs: settings.renewMs,
		minuteMs: settings.minuteMs,
		stepInterruptMs: settings.stepInterruptMs,
		stepTerminateMs: settings.stepTerminateMs
	};
}
const tokenBytes$1 = 18;

// src/sim/github/mailbox.ts
/** Messages waiting for one runner. */
var Mailbox = class {
	#messages = [];
	#wake;
	put(message) {
		this.#messages.push(message);
		this.wake();
	}
	/** Ends a wait without a message. */
	wake() {
		this.#wake?.();
	}
	/** The next message; undefined when none came before the signal aborted or somebody called `wake`. */
	async take(signal) {
		if (this.#messages.length === 0 && !signal.aborted) {
			const { promise, resolve } = Promise.withResolvers();
			const wake = () => {
				resolve();
			};
			this.#wake = wake;
			signal.addEventListener("abort", wake, { once: true });
			await promise;
			signal.removeEventListener("abort", wake);
		}
		return signal.aborted ? void 0 : this.#messages.shift();
	}
};

// src/sim/github/broker-bodies.ts
/** What runners send to the broker. Kept apart from `protocol.ts`, which a runner loads without zod. */
const bodies = {
	token: object({ client_assertion: string() }),
	claims: object({ sub: string() }),
	session: object({
		version: string(),
		os: string(),
		mode: _enum([
			"success",
			"ghost",
			"hang",
			"deprecated",
			"session-conflict",
			"registration-deleted",
			"update"
		]).optional()
	}),
	progress: object({
		steps: array(object({
			number: int(),
			name: string(),
			status: _enum([
				"queued",
				"in_progress",
				"completed"
			]),
			conclusion: _enum([
				"success",
				"failure",
				"cancelled",
				"skipped"
			]).nullable(),
			started_at: string().nullable(),
			completed_at: string().nullable()
		})),
		log: string(),
		summary: string()
	}),
	outcome: object({
		result: _enum([
			"Succeeded",
			"Failed",
			"Canceled"
		]),
		outputs: record$1(string(), string())
	})
};

// src/sim/github/routes.ts
/** The route of a request and the values of its variables; undefined when nothing matches. */
function findRoute(routes, method, path) {
	for (const route of routes) {
		const params = route.method === method ? match(route.pattern, path) : void 0;
		if (params !== void 0) return {
			route,
			params
		};
	}
}
function match(pattern, path) {
	const wanted = pattern.split("/");
	const given = path.split("/");
	if (wanted.length !== given.length) return void 0;
	const params = {};
	for (const [index, part] of wanted.entries()) {
		const value = given[index] ?? "";
		if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(value);
		else if (part !== value) return void 0;
	}
	return params;
}

// src/sim/github/broker.ts
const largestLog = 1048576;
/** The side of GitHub that runners talk to, under `/_broker/`. */
var Broker = class {
	#parts;
	#tokens = /* @__PURE__ */ new Map();
	#mailboxes = /* @__PURE__ */ new Map();
	#routes;
	constructor(parts) {
		this.#parts = parts;
		this.#routes = [
			this.#route("POST", "/_broker/session", (runner, request) => this.#open(runner, request)),
			this.#route("DELETE", "/_broker/session", (runner) => this.#close(runner)),
			this.#route("GET", "/_broker/message", async (runner, request) => this.#message(runner, request)),
			this.#route("POST", "/_broker/jobs/:job/acquire", (runner, request) => this.#acquire(runner, request)),
			this.#route("POST", "/_broker/jobs/:job/renew", (runner, request) => {
				parts.engine().renew(this.#job(runner, request));
				return {
					status: 200,
					body: {}
				};
			}),
			this.#route("POST", "/_broker/jobs/:job/progress", (runner, request) => {
				record(this.#job(runner, request), bodies.progress.parse(request.body));
				return {
					status: 200,
					body: {}
				};
			}),
			this.#route("POST", "/_broker/jobs/:job/complete", (runner, request) => {
				parts.engine().complete(this.#job(runner, request), bodies.outcome.parse(request.body));
				return {
					status: 200,
					body: {}
				};
			})
		];
	}
	/** Answers a request of a runner. */
	async answer(request) {
		if (request.path === "/_broker/token") return this.#token(request);
		const found = findRoute(this.#routes, request.method, request.path);
		if (found === void 0) throw notFound();
		return found.route.handle({
			...request,
			params: found.params
		});
	}
	assigned(runner, job) {
		this.#send(runner, {
			type: "RunnerJobRequest",
			jobId: job.id
		});
	}
	cancelled(runner, job) {
		this.#send(runner, {
			type: "JobCancellation",
			jobId: job.id
		});
	}
	/** Lets a removed runner notice at once. */
	removed(runner) {
		this.#mailboxes.get(runner.id)?.wake();
		this.#mailboxes.delete(runner.id);
	}
	#route(method, pattern, handle) {
		return {
			method,
			pattern,
			handle: (request) => handle(this.#authenticate(request), request)
		};
	}
	/** Exchanges an assertion signed with the key of the JIT configuration for an access token. */
	#token({ body }) {
		const { client_assertion: assertion } = bodies.token.parse(body);
		const [header = "", payload = "", signature = ""] = assertion.split(".");
		const signed = Buffer.from(`${header}.${payload}`);
		const { publicKey } = this.#parts.key;
		if (!verify("RSA-SHA256", signed, publicKey, Buffer.from(signature, "base64url"))) throw new ApiError(400, "invalid_client");
		const { sub } = bodies.claims.parse(JSON.parse(Buffer.from(payload, "base64url").toString()));
		if (this.#parts.registrations.byClientId(sub) === void 0) throw new ApiError(400, "invalid_client");
		const token = randomUUID();
		this.#tokens.set(token, sub);
		return {
			status: 200,
			body: {
				access_token: token,
				token_type: "Bearer"
			}
		};
	}
	#authenticate({ headers }) {
		const clientId = this.#tokens.get(headers.authorization?.replace(/^Bearer /, "") ?? "");
		if (clientId === void 0) throw new ApiError(401, "Unauthorized");
		const runner = this.#parts.registrations.byClientId(clientId);
		if (runner === void 0) throw new ApiError(404, "The runner registration has been deleted.");
		if (runner.session !== void 0) runner.session.lastSeen = Date.now();
		return runner;
	}
	#open(runner, { body }) {
		const wanted = bodies.session.parse(body);
		const settings = this.#parts.settings();
		const mode = modeOf(wanted, settings);
		if (mode === "registration-deleted") {
			this.#parts.registrations.remove(runner);
			throw new ApiError(404, "The runner registration has been deleted.");
		}
		const taken = runner.session !== void 0 && isOnline(runner, settings.offlineMs);
		if (mode === "session-conflict" || taken) return {
			status: 409,
			body: { retryForMs: settings.sessionConflictMs }
		};
		runner.version = wanted.version;
		runner.os = wanted.os;
		runner.session = {
			id: randomUUID(),
			mode,
			polling: 0,
			lastSeen: Date.now()
		};
		return {
			status: 200,
			body: {
				sessionId: runner.session.id,
				mode
			}
		};
	}
	#close(runner) {
		runner.session = void 0;
		return { status: 204 };
	}
	async #message(runner, request) {
		const { session } = runner;
		if (session === void 0 || session.id !== request.query.get("sessionId")) throw notFound();
		if (session.mode === "deprecated") {
			const version = `v${runner.version ?? ""}`;
			throw new ApiError(403, `Runner version ${version} is deprecated and cannot receive messages.`);
		}
		if (session.mode === "update") this.#send(runner, {
			type: "RunnerRefresh",
			targetVersion: this.#parts.settings().latestRunnerVersion
		});
		const message = await this.#wait(runner, session, request.closed);
		if (this.#parts.registrations.byId(runner.id) === void 0) throw notFound();
		return message === void 0 ? { status: 202 } : {
			status: 200,
			body: message
		};
	}
	async #wait(runner, session, closed) {
		session.polling += 1;
		try {
			this.#parts.engine().assign();
			const deadline = AbortSignal.timeout(this.#parts.settings().messageWaitMs);
			return await this.#mailbox(runner).take(AbortSignal.any([closed, deadline]));
		} finally {
			session.polling -= 1;
			session.lastSeen = Date.now();
		}
	}
	/** A ghost is refused what it was given (§5.7). */
	#acquire(runner, request) {
		if (runner.session?.mode === "ghost") throw new ApiError(409, "The job was already acquired.");
		const job = this.#parts.engine().acquire(runner, Number(request.params["job"]));
		if (job === void 0) throw notFound();
		return {
			status: 200,
			body: jobMessage(job, this.#parts.settings(), this.#parts.links)
		};
	}
	#job(runner, request) {
		const job = this.#parts.engine().job(Number(request.params["job"]));
		if (job === void 0 || runner.jobId !== job.id || job.status !== "in_progress") throw notFound();
		return job;
	}
	#send(runner, message) {
		this.#mailbox(runner).put(message);
	}
	#mailbox({ id }) {
		const mailbox = this.#mailboxes.get(id) ?? new Mailbox();
		this.#mailboxes.set(id, mailbox);
		return mailbox;
	}
};
/** A runner that has updated itself succeeds from then on. */
function modeOf(wanted, settings) {
	const mode = wanted.mode ?? settings.runnerMode;
	return mode === "update" && wanted.version === settings.latestRunnerVersion ? "success" : mode;
}
function record(job, { steps, log, summary }) {
	job.steps = steps;
	job.log = (job.log + log).slice(0, largestLog);
	job.summary = (job.summary + summary).slice(0, largestLog);
}

// src/sim/github/deadlines.ts
/** Which deadline of a job has passed (§5.3–§5.6). Pure. */
function dueOf(job, settings, now) {
	const past = (since, ms) => since !== void 0 && now - since >= ms;
	if (job.status === "queued") {
		if (past(job.assignedAt, settings.pickUpMs)) return "requeue";
		return past(job.queuedAt, settings.queueMs) ? "expire" : void 0;
	}
	if (job.status !== "in_progress") return void 0;
	if (past(job.leasedUntil, 0)) return "lease-lost";
	if (past(job.cancelledAt, settings.forceCancelMs)) return "force-cancel";
	const limit = job.timeoutMinutes * settings.minuteMs;
	return job.cancelledAt === void 0 && past(job.startedAt, limit) ? "time-out" : void 0;
}
/** Applies every deadline that has passed. */
function enforceDeadlines(parts) {
	const { engine, registrations, settings, now } = parts;
	for (const job of engine.jobs()) enforce(engine, job, dueOf(job, settings, now));
	for (const runner of registrations.all()) if (isOnline(runner, settings.offlineMs) || runner.jobId !== void 0) runner.offlineSince = now;
	else if (now - runner.offlineSince >= settings.forgetOfflineMs) registrations.remove(runner);
}
function enforce(engine, job, due) {
	switch (due) {
		case void 0: return;
		case "requeue": return engine.requeue(job);
		case "expire":
		case "force-cancel": return engine.end(job, "cancelled");
		case "lease-lost":
			job.log += `The self-hosted runner: ${job.runner?.name ?? ""} lost communication with the server.\n`;
			return engine.end(job, "failure");
		case "time-out":
			job.log += `The job has exceeded the maximum execution time of ${String(job.timeoutMinutes)}m0s\n`;
			return engine.cancel(job);
	}
}

// src/sim/github/run.ts
/** The jobs of a run that GitHub shows. */
function visibleJobs(run) {
	return [...run.stages.values()].flatMap(({ jobs }) => jobs ?? []).filter(({ status }) => status !== "held");
}

// src/sim/github/engine.ts
const conclusions = {
	Succeeded: "success",
	Failed: "failure",
	Canceled: "cancelled"
};
/** Runs and jobs: queues them, gives them to runners, ends them (§5). */
var Engine = class {
	runs = [];
	#jobs = /* @__PURE__ */ new Map();
	#registrations;
	#settings;
	#contexts;
	#events;
	#idleWaiters = [];
	constructor(parts) {
		this.#registrations = parts.registrations;
		this.#settings = parts.settings;
		this.#contexts = parts.contexts;
		this.#events = parts.events;
	}
	/** Every job that GitHub shows, oldest first. */
	jobs() {
		return [...this.#jobs.values()].filter(({ status }) => status !== "held");
	}
	job(id) {
		return this.#jobs.get(id);
	}
	/** Starts a run: its first jobs are queued when this returns. */
	start(request) {
		const now = Date.now();
		const stages = Object.entries(request.workflow.jobs).map(([key, definition]) => [key, {
			key,
			definition,
			jobs: void 0,
			failFast: true,
			maxParallel: void 0
		}]);
		const number = this.runs.length + 1;
		const run = {
			...request,
			id: firstRunId + number,
			number,
			workflowId: number,
			createdAt: now,
			updatedAt: now,
			stages: new Map(stages),
			status: "queued",
			conclusion: null,
			cancelled: false
		};
		this.runs.push(run);
		this.#advance(run);
		return run;
	}
	/** Gives queued jobs to idle runners, oldest job first (§5.1). */
	assign() {
		const choice = {
			registrations: this.#registrations,
			settings: this.#settings()
		};
		for (const job of this.#jobs.values()) {
			const runner = job.status === "queued" && job.runner === void 0 ? chooseRunner(job, choice) : void 0;
			if (runner === void 0) continue;
			runner.consumed = true;
			runner.jobId = job.id;
			job.runner = {
				id: runner.id,
				name: runner.name,
				groupId: runner.groupId
			};
			job.assignedAt = Date.now();
			this.#events.assigned(runner, job);
		}
	}
	/** The runner takes the job it was given; undefined when it is no longer its job. */
	acquire(runner, jobId) {
		const job = this.job(jobId);
		if (job?.runner?.id !== runner.id || job.status !== "queued") return void 0;
		job.status = "in_progress";
		job.startedAt = Date.now();
		this.#touch(job.run, "in_progress");
		this.renew(job);
		return job;
	}
	/** Extends the lease of a running job (§5.3). */
	renew(job) {
		job.leasedUntil = Date.now() + this.#settings().leaseMs;
	}
	/** Puts an assigned job back into the queue; its runner stays consumed (§5.4, §5.7). */
	requeue(job) {
		this.#release(job, "keep");
		job.runner = void 0;
		job.assignedAt = void 0;
		this.assign();
	}
	/** Ends a job as its runner says. */
	complete(job, outcome) {
		job.outputs = outcome.outputs;
		this.end(job, conclusions[outcome.result]);
	}
	/** Ends a job. Its runner's registration goes with it. Does nothing when it is over already. */
	end(job, conclusion) {
		if (job.status === "completed") return;
		job.status = "completed";
		job.conclusion = conclusion;
		job.completedAt = Date.now();
		this.#release(job, "remove");
		const { stage } = job;
		if (conclusion === "failure" && stage.failFast && !job.continueOnError) for (const other of stage.jobs ?? []) this.cancel(other);
		this.#advance(job.run);
	}
	/** Cancels a job: at once when nobody runs it, through its runner otherwise. */
	cancel(job) {
		if (job.status === "completed" || job.cancelledAt !== void 0) return;
		job.cancelledAt = Date.now();
		const runner = job.runner === void 0 ? void 0 : this.#registrations.byId(job.runner.id);
		if (job.status !== "in_progress" || runner === void 0) return this.end(job, "cancelled");
		this.#events.cancelled(runner, job);
	}
	/** Cancels a run with all its jobs. */
	cancelRun(run) {
		run.cancelled = true;
		for (const job of [...run.stages.values()].flatMap(({ jobs }) => jobs ?? [])) this.cancel(job);
	}
	/** Resolves when every run is over; rejects with the signal's reason when it aborts first. */
	async whenIdle(signal) {
		signal.throwIfAborted();
		if (this.#isIdle()) return;
		const { promise, resolve } = Promise.withResolvers();
		const wake = () => {
			resolve();
		};
		this.#idleWaiters.push(wake);
		signal.addEventListener("abort", wake, { once: true });
		await promise;
		signal.removeEventListener("abort", wake);
		signal.throwIfAborted();
	}
	#isIdle() {
		return this.runs.every(({ status }) => status === "completed");
	}
	/** Plans stages whose needs are over and queues what max-parallel lets through, until nothing changes. */
	#advance(run) {
		for (const stage of run.stages.values()) {
			const needs = stage.definition.needs.map((need) => run.stages.get(need));
			if (stage.jobs === void 0 && needs.every((need) => need !== void 0 && stageOver(need))) {
				this.#plan(run, stage);
				return this.#advance(run);
			}
		}
		for (const stage of run.stages.values()) this.#queue(stage);
		if ([...run.stages.values()].every(stageOver)) this.#finish(run);
		this.assign();
	}
	#plan(run, stage) {
		try {
			const plan = planStage(run, stage, this.#contexts(run));
			stage.failFast = plan.failFast;
			stage.maxParallel = plan.maxParallel;
			stage.jobs = plan.jobs.map((planned) => this.#add(run, stage, planned));
		} catch (error) {
			const job = this.#add(run, stage, {
				...unplanned,
				name: stage.key
			});
			job.log = `Error: ${error instanceof Error ? error.message : String(error)}\n`;
			job.conclusion = "failure";
			stage.jobs = [job];
		}
	}
	#add(run, stage, planned) {
		const now = Date.now();
		const job = {
			...planned,
			id: firstJobId + this.#jobs.size,
			run,
			stage,
			createdAt: now,
			status: planned.skipped ? "completed" : "held",
			conclusion: planned.skipped ? "skipped" : null,
			queuedAt: void 0,
			assignedAt: void 0,
			startedAt: planned.skipped ? now : void 0,
			completedAt: planned.skipped ? now : void 0,
			leasedUntil: void 0,
			cancelledAt: void 0,
			runner: void 0,
			steps: [],
			outputs: {},
			log: "",
			summary: ""
		};
		this.#jobs.set(job.id, job);
		return job;
	}
	#queue(stage) {
		const jobs = stage.jobs ?? [];
		const active = jobs.filter(({ status }) => status === "queued" || status === "in_progress").length;
		const held = jobs.filter(({ status }) => status === "held");
		for (const job of held.slice(0, Math.max(0, (stage.maxParallel ?? Infinity) - active))) {
			job.status = "queued";
			job.queuedAt = Date.now();
		}
	}
	#finish(run) {
		if (run.status === "completed") return;
		const results = new Set([...run.stages.values()].map(stageResult));
		const worst = ["failure", "cancelled"].find((result) => results.has(result));
		const skipped = visibleJobs(run).every(({ conclusion }) => conclusion === "skipped");
		run.conclusion = run.cancelled ? "cancelled" : worst ?? (skipped ? "skipped" : "success");
		this.#touch(run, "completed");
		if (!this.#isIdle()) return;
		for (const resolve of this.#idleWaiters) resolve();
		this.#idleWaiters = [];
	}
	#touch(run, status) {
		run.status = status;
		run.updatedAt = Date.now();
	}
	#release(job, registration) {
		const runner = job.runner === void 0 ? void 0 : this.#registrations.byId(job.runner.id);
		if (runner?.jobId !== job.id) return;
		runner.jobId = void 0;
		if (registration === "remove") this.#registrations.remove(runner);
	}
};
const firstRunId = 17e9;
const firstJobId = 48e9;
const unplanned = {
	combination: {},
	strategy: {},
	labels: [],
	group: void 0,
	continueOnError: false,
	timeoutMinutes: 1,
	skipped: true
};

// src/sim/github/faults.ts
/** Faults with the times they are still to happen. */
var Faults = class {
	#left = [];
	/** Replaces the faults. */
	set(faults) {
		this.#left = faults.map((fault) => ({
			fault,
			times: fault.times
		}));
	}
	/** Answers a request, with the fault that is due for it, if any. */
	async apply(request, answer) {
		const fault = this.#take(request);
		const refusal = fault === void 0 ? void 0 : refusalOf(fault);
		if (refusal !== void 0) throw refusal;
		if (fault?.name === "timeout") await silence(request.closed);
		return {
			reply: await answer(),
			transport: transports[fault?.name ?? "http-500"] ?? "whole"
		};
	}
	#take(request) {
		const entry = this.#left.find(({ fault, times }) => times > 0 && matches(fault, request));
		if (entry !== void 0) entry.times -= 1;
		return entry?.fault;
	}
};
const transports = {
	"cut-answer": "cut",
	"lost-201": "lost",
	"malformed-json": "malformed"
};
/** Faults that speak of the JIT call happen there only. */
function matches(fault, { method, path }) {
	if (fault.match !== void 0) return new RegExp(fault.match).test(`${method} ${path}`);
	if (path.startsWith("/_broker/")) return false;
	return !(fault.name === "lost-201" || fault.name === "jit-422") || path.endsWith("/generate-jitconfig");
}
function refusalOf({ name, seconds = 1 }) {
	const retryAfter = { "retry-after": String(seconds) };
	const secondary = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
	switch (name) {
		case "http-500": return new ApiError(500, "Internal Server Error");
		case "http-502": return new ApiError(502, "Server Error");
		case "rate-limit-429": return new ApiError(429, secondary);
		case "rate-limit-429-retry-after": return new ApiError(429, secondary, { headers: retryAfter });
		case "rate-limit-403": return new ApiError(403, "API rate limit exceeded.", { headers: exhausted(seconds) });
		case "rate-limit-403-retry-after": return new ApiError(403, secondary, { headers: retryAfter });
		case "unauthorized-401": return new ApiError(401, "Bad credentials");
		case "forbidden-403": return new ApiError(403, "Resource not accessible by personal access token");
		case "jit-422": return new ApiError(422, "Invalid input", { errors: ["Invalid input"] });
		case "timeout":
		case "cut-answer":
		case "malformed-json":
		case "lost-201": return;
	}
}
function exhausted(seconds) {
	const reset = Math.ceil(Date.now() / 1e3) + seconds;
	return {
		"x-ratelimit-remaining": "0",
		"x-ratelimit-reset": String(reset)
	};
}
/** Never answers: ends when the client has gone. */
async function silence(closed) {
	await setTimeout(longest, void 0, {
		signal: closed,
		ref: false
	});
	throw new Error("the client waited for ever");
}
const longest = 2 ** 31 - 1;

// src/sim/github/rate-limit.ts
const hourMs = 36e5;
/** The primary rate limit of one token (§1.6). */
var RateLimit = class {
	#used = 0;
	#resetAt = Date.now() + hourMs;
	/** Counts a request; 403 when the limit is used up. */
	spend(limit) {
		this.#roll();
		if (this.#used >= limit) throw new ApiError(403, "API rate limit exceeded.");
		this.#used += 1;
	}
	/** Takes a request back: 304 does not count. */
	refund() {
		this.#used -= 1;
	}
	/** `resources.core` of `GET /rate_limit`. */
	view(limit) {
		this.#roll();
		return {
			limit,
			used: this.#used,
			remaining: limit - this.#used,
			reset: Math.ceil(this.#resetAt / 1e3)
		};
	}
	/** The headers that every REST answer carries. */
	headers(limit) {
		const headers = { "x-ratelimit-resource": "core" };
		for (const [key, value] of Object.entries(this.view(limit))) headers[`x-ratelimit-${key}`] = String(value);
		return headers;
	}
	#roll() {
		if (Date.now() < this.#resetAt) return;
		this.#used = 0;
		this.#resetAt = Date.now() + hourMs;
	}
};

// src/sim/github/rest.ts
/** Answers a REST request: authentication, permission, rate limit, the call, ETag. Throws `ApiError`. */
async function answerRest(parts, request) {
	authenticate(parts.token, request);
	if (request.path === "/rate_limit") return rateLimitReply(parts, request);
	parts.rateLimit.spend(parts.settings().rateLimit);
	const found = findRoute(parts.routes, request.method, request.path);
	if (found === void 0) throw notFound();
	const accepted = permit(found.route, parts.settings());
	const reply = await found.route.handle({
		...request,
		params: found.params
	});
	const tagged = withEtag(request, {
		...reply,
		headers: {
			...reply.headers,
			...accepted
		}
	});
	if (tagged.status === notModified) parts.rateLimit.refund();
	return tagged;
}
const notModified = 304;
function authenticate(token, { headers }) {
	if ((headers["user-agent"] ?? "") === "") throw new ApiError(403, "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.");
	const given = /^(?:bearer|token) (.+)$/i.exec(headers.authorization ?? "")?.[1];
	if (given === void 0) throw new ApiError(401, "Requires authentication");
	if (given !== token) throw new ApiError(401, "Bad credentials");
}
/** The permissions a call accepts, as a header; 403 when the token has none of them (§3). */
function permit({ permission }, settings) {
	if (permission === void 0) return {};
	const [subject, level] = permission;
	const headers = { "x-accepted-github-permissions": `${subject}=${level}` };
	const granted = settings.permissions[subject];
	if (granted === "write" || granted === level) return headers;
	throw new ApiError(403, "Resource not accessible by personal access token", { headers });
}
/** ETags vary by token and Accept (§1.6). */
function withEtag(request, reply) {
	if (request.method !== "GET" || reply.status !== 200) return reply;
	const { accept = "", authorization = "" } = request.headers;
	const etag = `W/"${createHash("sha256").update(JSON.stringify([
		accept,
		authorization,
		reply.body
	])).digest("hex")}"`;
	const headers = {
		...reply.headers,
		etag
	};
	return request.headers["if-none-match"] === etag ? {
		status: notModified,
		headers
	} : {
		...reply,
		headers
	};
}
/** `rate` is gone in API version 2026-03-10 (§0). */
function rateLimitReply({ rateLimit, settings }, { headers }) {
	const core = rateLimit.view(settings().rateLimit);
	const old = headers["x-github-api-version"] !== "2026-03-10";
	return {
		status: 200,
		body: {
			resources: { core },
			...old ? { rate: core } : {}
		}
	};
}

// src/sim/github/rest-runners.ts
const hostedGroup = 2;
const wantedRunner = object({
	name: string().min(1).max(64),
	runner_group_id: int(),
	labels: array(string().min(1)).min(1).max(100),
	work_folder: string().default("_work")
});
/** Runner calls of repositories and organizations (§1, §1.1, §1.3). */
function runnerRoutes(parts) {
	return ["/repos/:owner/:repo", "/orgs/:org"].flatMap((prefix) => {
		const path = `${prefix}/actions/runners`;
		const subject = prefix.startsWith("/repos") ? "administration" : "organization_self_hosted_runners";
		return [
			{
				method: "POST",
				pattern: `${path}/generate-jitconfig`,
				permission: [subject, "write"],
				handle: (request) => generate(parts, request)
			},
			{
				method: "GET",
				pattern: path,
				permission: [subject, "read"],
				handle: (request) => list(parts, request)
			},
			{
				method: "GET",
				pattern: `${path}/:id`,
				permission: [subject, "read"],
				handle: (request) => get(parts, request)
			},
			{
				method: "DELETE",
				pattern: `${path}/:id`,
				permission: [subject, "write"],
				handle(request) {
					parts.registrations.delete(scopeOf(parts, request), Number(request.params["id"]));
					return { status: 204 };
				}
			}
		];
	});
}
/** Runner groups of organizations (§1.4). */
function groupRoutes(parts) {
	return [{
		method: "GET",
		pattern: "/orgs/:org/actions/runner-groups",
		permission: ["organization_self_hosted_runners", "read"],
		handle(request) {
			scopeOf(parts, request);
			const url = `${parts.links.apiUrl}${request.path}`;
			const items = [defaultGroup, ...parts.settings().runnerGroups].map(({ id, name }) => ({
				id,
				name,
				visibility: "all",
				default: id === defaultGroup.id,
				inherited: false,
				allows_public_repositories: false,
				restricted_to_workflows: false,
				selected_workflows: [],
				workflow_restrictions_read_only: false,
				runners_url: `${url}/${String(id)}/runners`
			}));
			return page(request, {
				url,
				name: "runner_groups",
				items
			});
		}
	}];
}
function generate(parts, request) {
	const scope = scopeOf(parts, request);
	const wanted = validate(request.body);
	const groupId = wanted.runner_group_id;
	if (groupId === hostedGroup) throw new ApiError(403, "Forbidden");
	const group = groupName(groupId, parts.settings());
	if (group === void 0 || scope.startsWith("repos/") && groupId !== defaultGroup.id) throw notFound();
	const { name, labels, work_folder: workFolder } = wanted;
	const runner = parts.registrations.add({
		name,
		labels,
		scope,
		groupId,
		workFolder
	});
	return {
		status: 201,
		body: {
			runner: runnerView(runner, parts.settings()),
			encoded_jit_config: encodeJitConfig(runner, {
				webUrl: parts.links.webUrl,
				key: parts.key,
				group
			})
		}
	};
}
function validate(body) {
	const missing = [
		"name",
		"runner_group_id",
		"labels"
	].find((key) => typeof body !== "object" || body === null || !(key in body));
	if (missing !== void 0) throw invalid(`object is missing required key: ${missing}`);
	const result = wantedRunner.safeParse(body);
	if (!result.success) throw invalid(prettifyError(result.error));
	return result.data;
}
function invalid(reason) {
	return new ApiError(422, `Invalid input: ${reason}`, { errors: [`Invalid input: ${reason}`] });
}
function list(parts, request) {
	const name = request.query.get("name");
	const items = parts.registrations.in(scopeOf(parts, request)).filter((runner) => name === null || runner.name === name).map((runner) => runnerView(runner, parts.settings()));
	return page(request, {
		url: `${parts.links.apiUrl}${request.path}`,
		name: "runners",
		items
	});
}
function get(parts, request) {
	const runner = parts.registrations.byId(Number(request.params["id"]));
	if (runner?.scope !== scopeOf(parts, request)) throw notFound();
	return {
		status: 200,
		body: runnerView(runner, parts.settings())
	};
}
/** The scope a path speaks of; 404 when the token cannot see it. */
function scopeOf({ repositories }, { params }) {
	const { owner = "", repo = "", org } = params;
	const scope = org === void 0 ? repositoryScope(owner, repo) : organizationScope(org);
	if (!repositories.some((one) => repositoryScope(one.owner, one.name) === scope || organizationScope(one.owner) === scope)) throw notFound();
	return scope;
}

// src/sim/github/rest-runs.ts
const mostFiltered = 1e3;
/** Repositories, runs and jobs (§1.5). */
function runRoutes(parts) {
	const base = "/repos/:owner/:repo";
	return [
		{
			method: "GET",
			pattern: "/orgs/:org/repos",
			permission: ["metadata", "read"],
			handle: (request) => organizationRepositories(parts, request)
		},
		{
			method: "GET",
			pattern: base,
			permission: ["metadata", "read"],
			handle: (request) => ({
				status: 200,
				body: repositoryView(repositoryOf(parts, request), parts.links)
			})
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs`,
			permission: ["actions", "read"],
			handle: (request) => runs(parts, request)
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs/:run`,
			permission: ["actions", "read"],
			handle: (request) => ({
				status: 200,
				body: runView(runOf(parts, request), parts.links)
			})
		},
		{
			method: "GET",
			pattern: `${base}/actions/runs/:run/jobs`,
			permission: ["actions", "read"],
			handle: (request) => jobs(parts, request)
		},
		{
			method: "POST",
			pattern: `${base}/actions/runs/:run/cancel`,
			permission: ["actions", "write"],
			handle(request) {
				parts.engine.cancelRun(runOf(parts, request));
				return {
					status: 202,
					body: {}
				};
			}
		},
		{
			method: "GET",
			pattern: `${base}/actions/jobs/:job`,
			permission: ["actions", "read"],
			handle: (request) => job$1(parts, request)
		}
	];
}
function organizationRepositories(parts, request) {
	const owned = parts.repositories.filter((one) => same(one.owner, request.params["org"]));
	if (owned.length === 0) throw notFound();
	const items = owned.map((one) => repositoryView(one, parts.links));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		items
	});
}
function runs(parts, request) {
	const repository = repositoryOf(parts, request);
	const status = request.query.get("status");
	const items = parts.engine.runs.filter((run) => run.repository === repository).filter((run) => status === null || run.status === status || run.conclusion === status).toReversed().slice(0, status === null ? void 0 : mostFiltered).map((run) => runView(run, parts.links));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		name: "workflow_runs",
		items
	});
}
function jobs(parts, request) {
	const items = visibleJobs(runOf(parts, request)).map((one) => jobView(one, parts.links, parts.settings()));
	return page(request, {
		url: parts.links.apiUrl + request.path,
		name: "jobs",
		items
	});
}
function job$1(parts, request) {
	const repository = repositoryOf(parts, request);
	const found = parts.engine.job(Number(request.params["job"]));
	if (found?.run.repository !== repository || found.status === "held") throw notFound();
	return {
		status: 200,
		body: jobView(found, parts.links, parts.settings())
	};
}
function runOf(parts, request) {
	const repository = repositoryOf(parts, request);
	const id = Number(request.params["run"]);
	const run = parts.engine.runs.find((one) => one.id === id && one.repository === repository);
	if (run === void 0) throw notFound();
	return run;
}
function repositoryOf({ repositories }, { params }) {
	const found = repositories.find((one) => same(one.owner, params["owner"]) && same(one.name, params["repo"]));
	if (found === void 0) throw notFound();
	return found;
}
function same(name, other) {
	return name.toLowerCase() === other?.toLowerCase();
}

// src/sim/github/settings.ts
const second = 1e3;
const minute = 60 * second;
const hour = 60 * minute;
/** GitHub as it is. */
const defaultSettings = {
	latencyMs: 0,
	pickUpMs: minute,
	leaseMs: 10 * minute,
	renewMs: minute,
	queueMs: 24 * hour,
	offlineMs: minute,
	forgetOfflineMs: 24 * hour,
	minuteMs: minute,
	messageWaitMs: 50 * second,
	sessionConflictMs: 240 * second,
	stepInterruptMs: 7.5 * second,
	stepTerminateMs: 2.5 * second,
	forceCancelMs: 5 * minute,
	rateLimit: 5e3,
	permissions: {
		administration: "write",
		organization_self_hosted_runners: "write",
		actions: "write",
		metadata: "read"
	},
	runnerGroups: [],
	runnerMode: "success",
	latestRunnerVersion: "2.337.0",
	faults: []
};

// src/sim/github/simulated-github.ts
/** The plain view of a job. */
function viewJob(job) {
	const { id, name, labels, queuedAt, assignedAt, startedAt, completedAt, steps, outputs, log, summary } = job;
	return {
		id,
		runId: job.run.id,
		repository: fullName(job.run.repository),
		name,
		labels,
		status: job.status === "held" ? "queued" : job.status,
		conclusion: job.conclusion ?? void 0,
		runnerName: job.runner?.name,
		queuedAt,
		assignedAt,
		startedAt,
		completedAt,
		steps,
		outputs,
		log,
		summary
	};
}
/** The plain view of a runner. */
function viewRunner(runner, settings) {
	const { id, name, scope, labels, consumed } = runner;
	return {
		id,
		name,
		scope,
		labels,
		online: isOnline(runner, settings.offlineMs),
		busy: runner.jobId !== void 0,
		consumed,
		version: runner.version ?? void 0
	};
}

// src/sim/github/workflow.ts
const scalar = union([
	string(),
	number(),
	boolean(),
	_null()
]).transform((value) => String(value ?? ""));
const variables = record$1(string(), scalar).default({});
const defaults = object({ run: object({
	shell: string().optional(),
	"working-directory": string().optional()
}).default({}) }).default({ run: {} });
const step = object({
	id: string().optional(),
	name: scalar.optional(),
	if: scalar.optional(),
	run: string().optional(),
	uses: string().optional(),
	with: record$1(string(), unknown()).default({}),
	env: variables,
	shell: string().optional(),
	"working-directory": string().optional(),
	"continue-on-error": scalar.optional(),
	"timeout-minutes": scalar.optional()
}).refine((value) => value.run === void 0 !== (value.uses === void 0), "a step has either run or uses");
const job = object({
	name: scalar.optional(),
	needs: union([string().transform((name) => [name]), array(string())]).default([]),
	if: scalar.optional(),
	"runs-on": unknown().refine((value) => value !== void 0, "runs-on is missing"),
	strategy: object({
		matrix: unknown(),
		"fail-fast": scalar.optional(),
		"max-parallel": scalar.optional()
	}).optional(),
	env: variables,
	defaults,
	outputs: record$1(string(), scalar).default({}),
	"timeout-minutes": scalar.optional(),
	"continue-on-error": scalar.optional(),
	steps: array(step).min(1)
});
const workflow = object({
	name: scalar.optional(),
	env: variables,
	defaults,
	jobs: record$1(string(), job)
});
/** Reads a workflow file. Throws an Error that names each wrong place, as GitHub's "Invalid workflow file". */
function parseWorkflow(yaml) {
	const result = workflow.safeParse((0, import_dist.parse)(yaml));
	if (!result.success) throw new Error(`Invalid workflow file: ${prettifyError(result.error)}`);
	const names = Object.keys(result.data.jobs);
	for (const [name, { needs }] of Object.entries(result.data.jobs)) {
		const unknown = needs.find((need) => !names.includes(need));
		if (unknown !== void 0) throw new Error(`Invalid workflow file: Job '${name}' depends on unknown job '${unknown}'.`);
	}
	return result.data;
}

// src/sim/github/world.ts
const tokenBytes = 18;
/** Everything of the simulated GitHub but its HTTP server. */
var World = class {
	url;
	apiUrl;
	token = `ghp_${randomBytes(tokenBytes).toString("hex")}`;
	faults = new Faults();
	rateLimit = new RateLimit();
	#repositories = [];
	#requests = [];
	#registrations;
	#engine;
	#broker;
	#routes;
	#settings = defaultSettings;
	constructor(links, key) {
		this.url = links.webUrl;
		this.apiUrl = links.apiUrl;
		const settings = () => this.#settings;
		this.#registrations = new Registrations((runner) => {
			this.#broker.removed(runner);
		});
		const registrations = this.#registrations;
		this.#broker = new Broker({
			registrations,
			engine: () => this.#engine,
			settings,
			links,
			key
		});
		const contexts = (run) => runContexts(run, links);
		this.#engine = new Engine({
			registrations,
			settings,
			contexts,
			events: this.#broker
		});
		const runnerParts = {
			registrations,
			settings,
			links,
			key,
			repositories: this.#repositories
		};
		const runParts = {
			engine: this.#engine,
			settings,
			links,
			repositories: this.#repositories
		};
		this.#routes = [
			...runnerRoutes(runnerParts),
			...groupRoutes(runnerParts),
			...runRoutes(runParts)
		];
	}
	get settings() {
		return this.#settings;
	}
	/** Answers a request of a client or of a runner. Throws `ApiError`. */
	async answer(request) {
		if (request.path.startsWith("/_broker/")) return this.#broker.answer(request);
		const { token, rateLimit } = this;
		return answerRest({
			routes: this.#routes,
			token,
			rateLimit,
			settings: () => this.#settings
		}, request);
	}
	record(request) {
		this.#requests.push(request);
	}
	/** Applies every deadline that has passed. */
	sweep() {
		enforceDeadlines({
			engine: this.#engine,
			registrations: this.#registrations,
			settings: this.#settings,
			now: Date.now()
		});
	}
	addRepository(wanted) {
		const [owner, name] = wanted.fullName.split("/");
		if (owner === void 0 || name === void 0) throw new Error(`not owner/name: ${wanted.fullName}`);
		const now = Date.now();
		this.#repositories.push({
			id: this.#repositories.length + 1,
			owner,
			name,
			private: wanted.private ?? true,
			createdAt: now,
			pushedAt: now
		});
	}
	async runWorkflow(request) {
		const repository = this.#repositories.find((one) => fullName(one) === request.repository);
		if (repository === void 0) throw new Error(`there is no repository ${request.repository}`);
		repository.pushedAt = Date.now();
		return { runId: this.#engine.start({
			repository,
			path: request.path,
			workflow: parseWorkflow(request.workflow),
			inputs: request.inputs ?? {},
			secrets: request.secrets ?? {},
			vars: request.vars ?? {},
			checkout: request.checkout
		}).id };
	}
	cancelRun(runId) {
		const run = this.#engine.runs.find(({ id }) => id === runId);
		if (run === void 0) throw new Error(`there is no run ${String(runId)}`);
		this.#engine.cancelRun(run);
	}
	cancelJob(jobId) {
		const job = this.#engine.job(jobId);
		if (job === void 0) throw new Error(`there is no job ${String(jobId)}`);
		this.#engine.cancel(job);
	}
	jobs() {
		return this.#engine.jobs().map(viewJob);
	}
	runners() {
		return this.#registrations.all().map((runner) => viewRunner(runner, this.#settings));
	}
	requests() {
		return this.#requests;
	}
	async whenIdle(signal) {
		return this.#engine.whenIdle(signal);
	}
	changeSettings(settings) {
		this.#settings = {
			...this.#settings,
			...settings
		};
		if (settings.faults !== void 0) this.faults.set(settings.faults);
		this.#engine.assign();
	}
};

// src/sim/github/server.ts
/** How often deadlines are looked at, in milliseconds. */
const sweepMs = 25;
/**
* Starts a simulated GitHub on 127.0.0.1: the REST calls of reference/github-runners.md §1 that concern runners and
* their jobs, a job engine that keeps to §5, and a broker for the simulated runner. `basePath` `/api/v3` makes it look
* like GitHub Enterprise Server.
*/
async function startSimulatedGitHub(options = {}) {
	const key = await runnerKey();
	const server = createServer$1();
	server.listen(0, "127.0.0.1");
	await once(server, "listening");
	const address = server.address();
	if (address === null || typeof address === "string") throw new Error("the server has no port");
	const webUrl = `http://127.0.0.1:${String(address.port)}`;
	const basePath = options.basePath ?? "";
	const world = new World({
		webUrl,
		apiUrl: webUrl + basePath
	}, key);
	world.changeSettings(options.settings ?? {});
	server.on("request", (incoming, outgoing) => {
		serve(world, basePath, incoming, outgoing);
	});
	const sweep = setInterval(() => {
		world.sweep();
	}, sweepMs).unref();
	return Object.assign(world, { async [Symbol.asyncDispose]() {
		clearInterval(sweep);
		const closed = once(server, "close");
		server.close();
		server.closeAllConnections();
		await closed;
	} });
}
/** Answers one request; never rejects. */
async function serve(world, basePath, incoming, outgoing) {
	const url = URL.parse(incoming.url ?? "/", world.url) ?? new URL(world.url);
	const runner = url.pathname.startsWith("/_broker/");
	const path = runner ? url.pathname : withoutBase(url.pathname, basePath);
	const closed = closedSignal(outgoing);
	const at = Date.now();
	const delivery = await deliver(world, incoming, {
		path,
		query: url.searchParams,
		closed
	});
	const status = delivery !== void 0 && delivery.transport !== "lost" && !closed.aborted ? delivery.reply.status : 0;
	world.record({
		method: incoming.method ?? "GET",
		path: path + url.search,
		status,
		at
	});
	if (delivery === void 0 || closed.aborted) return;
	const headers = {
		...runner ? {} : world.rateLimit.headers(world.settings.rateLimit),
		...delivery.reply.headers
	};
	send(outgoing, {
		...delivery,
		reply: {
			...delivery.reply,
			headers
		}
	});
}
/** Undefined: the client went away before there was an answer. */
async function deliver(world, incoming, at) {
	try {
		const request = await readRequest(incoming, at);
		if (world.settings.latencyMs > 0) await setTimeout(world.settings.latencyMs);
		return await world.faults.apply(request, async () => world.answer(request));
	} catch (error) {
		return at.closed.aborted ? void 0 : {
			reply: refusal(error),
			transport: "whole"
		};
	}
}
function refusal(error) {
	return errorReply(error instanceof ApiError ? error : new ApiError(500, String(error)));
}
/** The path below the API; a path outside it becomes one that no route has. */
function withoutBase(pathname, basePath) {
	return pathname.startsWith(`${basePath}/`) ? pathname.slice(basePath.length) : notFound().message;
}

// src/sim/tart/mac/image.ts
const diskGb = 50;
const allocatedBytes = 25312e6;
/** Makes the image, with an SSH host key of its own that all its clones share. */
async function writeImage(folders, request) {
	const remote = parseRemoteName(request.name);
	const directory = remote === void 0 ? join(folders.tartHome, "vms", request.name) : registryFolder(folders.root, remote);
	writeEmptyVm(directory, request.os ?? "darwin", diskGb);
	if (remote !== void 0) writeFileSync(join(directory, digestFile), `sha256:${randomBytes(32).toString("hex")}`);
	writeImageFacts(directory, {
		loginShell: request.loginShell ?? "/bin/bash",
		allocatedBytes
	});
	await install(directory, folders.guestUser, request.runnerFolder);
}
async function install(directory, user, runnerFolder) {
	const paths = guestPaths(directory, user);
	mkdirSync(paths.home, { recursive: true });
	for (const file of loginProfiles) writeFileSync(join(paths.home, file), loginProfile);
	mkdirSync(dirname(paths.hostKey), { recursive: true });
	writeFileSync(paths.hostKey, await newHostKey(), { mode: 384 });
	if (runnerFolder !== void 0) copyFolder(runnerFolder, join(paths.home, "actions-runner"));
}
async function newHostKey() {
	const { makeSshKey } = await import("./ssh-key-YWz9ii6V.js");
	return makeSshKey().private;
}

// src/sim/tart/mac/shims.ts
/**
* Writes `tart` and `softnet`. They start this very Node, say which simulation it belongs to, and keep Node's own
* variables of the caller away, which a real Tart would not heed either.
*/
function writeShims({ root, binDir, tartHome }) {
	mkdirSync(binDir, { recursive: true });
	for (const program of ["tart", "softnet"]) {
		const command = [
			process.execPath,
			...nodeOptions,
			programFile("tart"),
			program
		].map(quote$1).join(" ");
		const lines = [
			"#!/bin/sh",
			"unset NODE_OPTIONS NODE_V8_COVERAGE",
			`export SAND_SIM_ROOT=${quote$1(root)} NODE_COMPILE_CACHE=${quote$1(compileCache$1(root))}`,
			`[ -n "\${TART_HOME+set}" ] || export TART_HOME=${quote$1(tartHome)}`,
			`exec ${command} "$@"`
		];
		writeFileSync(join(binDir, program), `${lines.join("\n")}\n`);
		chmodSync(join(binDir, program), 493);
	}
}
/** Compiled code makes programs start quickly; whoever keeps a cache already (our tests) shares it between simulations. */
function compileCache$1(root) {
	return process.env["NODE_COMPILE_CACHE"] ?? join(root, "compile-cache");
}
function quote$1(text) {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

// src/sim/host.ts
/** Makes a simulated Mac in a folder, which it then owns. Disposing kills all its processes and removes the folder. */
async function createSimulatedHost(options) {
	mkdirSync(options.root, { recursive: true });
	const root = realpathSync(options.root);
	const binDir = join(root, "bin");
	const tartHome = join(root, "tart-home");
	const guestPort = await freePort();
	mkdirSync(join(tartHome, "vms"), { recursive: true });
	writeSettings(root, {
		...options.settings,
		guestPort
	});
	writeShims({
		root,
		binDir,
		tartHome
	});
	const { guestUser, guestPassword } = readSettings(root);
	const mark = {
		variable: `SAND_SIM_ROOT=${root}`,
		argument: root
	};
	return {
		root,
		binDir,
		tartHome,
		leaseFile: leaseFile(root),
		guestPort,
		guestUser,
		guestPassword,
		addImage: (request) => writeImage({
			root,
			tartHome,
			guestUser
		}, request),
		changeSettings: (changes) => writeSettings(root, changes),
		processes: () => Promise.resolve(markedProcesses(mark)),
		[Symbol.asyncDispose]: () => {
			killMarked(mark);
			rmSync(root, {
				recursive: true,
				force: true,
				maxRetries: 5
			});
			return Promise.resolve();
		}
	};
}
/** Below the ports that systems hand out by themselves, and free on every address of this machine. */
async function freePort() {
	for (;;) {
		const port = randomInt(2e4, 32e3);
		if (await isFree(port)) return port;
	}
}
function isFree(port) {
	return new Promise((resolve) => {
		const server = createServer();
		server.once("error", () => resolve(false));
		server.listen(port, "0.0.0.0", () => server.close(() => resolve(true)));
	});
}

// src/sim/runner/stage.ts
const defaultVersion = "2.336.0";
const warmupMs = 3e4;
const executable = 493;
/**
* Writes a runner folder as an image has it: `run.sh`, `config.sh` and `bin/Runner.Listener`, which runs the simulated
* listener with this Node. The folder may be copied anywhere afterwards.
*/
async function stageRunner(folder, options = {}) {
	await mkdir(join(folder, "bin"), { recursive: true });
	await mkdir(join(folder, "externals"), { recursive: true });
	await writeFile(runnerPaths.version(folder), `${options.version ?? defaultVersion}\n`);
	await writeScript(runnerPaths.listener(folder), listenerScript());
	await writeScript(join(folder, "run.sh"), runScript);
	await writeScript(join(folder, "config.sh"), configScript);
	if (process.env["NODE_COMPILE_CACHE"] !== void 0) return;
	await promisify(execFile)(runnerPaths.listener(folder), ["warmup"], { timeout: warmupMs });
}
async function writeScript(path, text) {
	await writeFile(path, text);
	await chmod(path, executable);
}
/** The bundle has the listener beside it; so has the source, under its own name. */
function listenerProgram() {
	const name = import.meta.filename.endsWith(".ts") ? "listener.ts" : "sim-runner.js";
	return join(import.meta.dirname, name);
}
function listenerScript() {
	return `#!/bin/sh
NODE_COMPILE_CACHE=${compileCache()}
export NODE_COMPILE_CACHE
exec ${quote(process.execPath)} --disable-warning=ExperimentalWarning ${quote(listenerProgram())} "$0" "$@"
`;
}
/** In the image, and so in every clone, unless our tests share one. */
function compileCache() {
	const shared = process.env["NODE_COMPILE_CACHE"];
	return shared === void 0 ? "\"${0%/*}/.compile-cache\"" : quote(shared);
}
function quote(text) {
	return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
const refuseRoot = `if [ "$(id -u)" -eq 0 ] && [ -z "$RUNNER_ALLOW_RUNASROOT" ]; then
  echo "Must not run interactively with sudo"
  exit 1
fi
`;
/** What becomes of each exit code of the listener: reference/github-runners.md §4.2. */
const runScript = `#!/bin/sh
${refuseRoot}root=$(cd "$(dirname "$0")" && pwd)
while :; do
  "$root/bin/Runner.Listener" run "$@"
  code=$?
  case $code in
    0) echo "Runner listener exit with 0 return code, stop the service, no retry needed."; break ;;
    1) echo "Runner listener exit with terminated error, stop the service, no retry needed."; break ;;
    2) echo "Runner listener exit with retryable error, re-launch runner in 5 seconds."; sleep 5 ;;
    3 | 4) echo "Runner listener exit because of updating, re-launch runner after successful update" ;;
    5) echo "Runner listener exit with Session Conflict error, stop the service, no retry needed."; break ;;
    7) echo "Runner listener exit with deprecated version exit code: 7."; exit 7 ;;
    *) echo "Exiting with unknown error code: $code"; break ;;
  esac
  echo "Restarting runner..."
done
echo "Exiting runner..."
exit 0
`;
const configScript = `#!/bin/sh
${refuseRoot}exec "$(dirname "$0")/bin/Runner.Listener" configure "$@"
`;

// src/sim/world.ts
/** The image that a world has unless it is told otherwise. */
const worldImage = "ghcr.io/cirruslabs/macos-tahoe-base:latest";
const repository = "acme/app";
/** Builds a world in a temporary folder; disposing it ends all its processes and removes the folder. */
async function createSimulatedWorld(options = {}) {
	await using undo = new AsyncDisposableStack();
	const root = await mkdtemp(join(tmpdir(), "sand-world-"));
	undo.defer(() => rm(root, {
		recursive: true,
		force: true,
		maxRetries: 5
	}));
	const host = undo.use(await createSimulatedHost({
		root: join(root, "mac"),
		settings: options.host ?? {}
	}));
	const runnerFolder = join(root, "actions-runner");
	await stageRunner(runnerFolder);
	const { name = worldImage, runner = true } = options.image ?? {};
	await host.addImage({
		name,
		...runner ? { runnerFolder } : {}
	});
	const github = undo.use(await startSimulatedGitHub({ settings: options.github ?? {} }));
	github.addRepository({
		fullName: repository,
		private: true
	});
	const tokenFile = join(root, "token");
	await writeFile(tokenFile, github.token, { mode: 384 });
	const kept = undo.move();
	const world = {
		host,
		github,
		repository,
		stateDir: join(host.root, "state"),
		configFile: join(root, "config.yaml"),
		env: {
			...process.env,
			PATH: `${host.binDir}${delimiter}${process.env["PATH"] ?? ""}`
		},
		configure: (changes) => writeFile(world.configFile, (0, import_dist.stringify)(configuration(world, {
			image: name,
			tokenFile
		}, changes))),
		[Symbol.asyncDispose]: () => kept.disposeAsync()
	};
	await world.configure({});
	return world;
}
function configuration(world, { image, tokenFile }, changes) {
	const { host, github, stateDir } = world;
	const places = {
		stateDir,
		tartHome: host.tartHome,
		leaseFile: host.leaseFile,
		diskFloor: 0
	};
	return {
		github: {
			url: `https://github.com/${repository}`,
			apiUrl: github.apiUrl,
			auth: { tokenFile },
			...changes.github
		},
		demand: {
			interval: "1s",
			...changes.demand
		},
		pools: (changes.pools ?? [{}]).map((pool) => ({
			name: "macos",
			labels: [
				"self-hosted",
				"macOS",
				"ARM64"
			],
			image,
			...pool
		})),
		guest: {
			port: host.guestPort,
			user: host.guestUser,
			password: host.guestPassword,
			...changes.guest
		},
		host: {
			...places,
			...changes.host
		}
	};
}

// src/cli/demo-world.ts
/** Quicker than a real Mac (which boots in about 15 s, reference/tart.md §8), in the same order. */
const hostTimings = {
	cloneMs: 50,
	bootMs: 600,
	sshMs: 200,
	agentMs: 600,
	stopMs: 100,
	pullMs: 500
};
const githubTimings = { latencyMs: 30 };
/**
* A simulated Mac and a simulated GitHub, where the jobs of the workflows wait.
* Rejects with `USAGE` when a workflow cannot be run.
*/
async function createDemoWorld(workflows, checkout) {
	await using undo = new AsyncDisposableStack();
	const world = undo.use(await createSimulatedWorld({
		host: hostTimings,
		github: githubTimings
	}));
	for (const workflow of workflows) await queue(world, workflow, checkout);
	undo.move();
	return world;
}
/** Labels that no runner of the demo has had yet. Jobs that need others show theirs only when those are done. */
function newLabels({ github }, known) {
	const waiting = github.jobs().filter(({ status }) => status === "queued");
	return [...new Set(waiting.flatMap(({ labels }) => labels))].filter((label) => !known.has(label));
}
/** Reads workflow files; `USAGE` when one is not there. */
async function readWorkflows(files) {
	return await Promise.all(files.map(async (file) => {
		try {
			return {
				file,
				text: await readFile(file, "utf8")
			};
		} catch (cause) {
			throw new SandError("USAGE", `cannot read the workflow ${file}`, { cause });
		}
	}));
}
async function queue({ github, repository }, { file, text }, checkout) {
	const path = `.github/workflows/${basename(file)}`;
	const folder = checkout === void 0 ? {} : { checkout };
	try {
		await github.runWorkflow({
			repository,
			path,
			workflow: text,
			...folder
		});
	} catch (cause) {
		throw new SandError("USAGE", `the workflow ${file} cannot be run: ${String(cause)}`, { cause });
	}
}

// node_modules/cli-table3/src/debug.js
var require_debug = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	let messages = [];
	let level = 0;
	const debug = (msg, min) => {
		if (level >= min) messages.push(msg);
	};
	debug.WARN = 1;
	debug.INFO = 2;
	debug.DEBUG = 3;
	debug.reset = () => {
		messages = [];
	};
	debug.setDebugLevel = (v) => {
		level = v;
	};
	debug.warn = (msg) => debug(msg, debug.WARN);
	debug.info = (msg) => debug(msg, debug.INFO);
	debug.debug = (msg) => debug(msg, debug.DEBUG);
	debug.debugMessages = () => messages;
	module.exports = debug;
}));

// node_modules/string-width/node_modules/ansi-regex/index.js
var require_ansi_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = ({ onlyFirst = false } = {}) => {
		const pattern = ["[\\u001B\\u009B][[\\]()#;?]*(?:(?:(?:(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]+)*|[a-zA-Z\\d]+(?:;[-a-zA-Z\\d\\/#&.:=?%@~_]*)*)?\\u0007)", "(?:(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-PR-TZcf-ntqry=><~]))"].join("|");
		return new RegExp(pattern, onlyFirst ? void 0 : "g");
	};
}));

// node_modules/string-width/node_modules/strip-ansi/index.js
var require_strip_ansi = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const ansiRegex = require_ansi_regex();
	module.exports = (string) => typeof string === "string" ? string.replace(ansiRegex(), "") : string;
}));

// node_modules/string-width/node_modules/is-fullwidth-code-point/index.js
var require_is_fullwidth_code_point = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const isFullwidthCodePoint = (codePoint) => {
		if (Number.isNaN(codePoint)) return false;
		if (codePoint >= 4352 && (codePoint <= 4447 || codePoint === 9001 || codePoint === 9002 || 11904 <= codePoint && codePoint <= 12871 && codePoint !== 12351 || 12880 <= codePoint && codePoint <= 19903 || 19968 <= codePoint && codePoint <= 42182 || 43360 <= codePoint && codePoint <= 43388 || 44032 <= codePoint && codePoint <= 55203 || 63744 <= codePoint && codePoint <= 64255 || 65040 <= codePoint && codePoint <= 65049 || 65072 <= codePoint && codePoint <= 65131 || 65281 <= codePoint && codePoint <= 65376 || 65504 <= codePoint && codePoint <= 65510 || 110592 <= codePoint && codePoint <= 110593 || 127488 <= codePoint && codePoint <= 127569 || 131072 <= codePoint && codePoint <= 262141)) return true;
		return false;
	};
	module.exports = isFullwidthCodePoint;
	module.exports.default = isFullwidthCodePoint;
}));

// node_modules/emoji-regex/index.js
var require_emoji_regex = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function() {
		return /\uD83C\uDFF4\uDB40\uDC67\uDB40\uDC62(?:\uDB40\uDC65\uDB40\uDC6E\uDB40\uDC67|\uDB40\uDC73\uDB40\uDC63\uDB40\uDC74|\uDB40\uDC77\uDB40\uDC6C\uDB40\uDC73)\uDB40\uDC7F|\uD83D\uDC68(?:\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68\uD83C\uDFFB|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFE])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D)?\uD83D\uDC68|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D[\uDC68\uDC69])\u200D(?:\uD83D[\uDC66\uDC67])|[\u2695\u2696\u2708]\uFE0F|\uD83D[\uDC66\uDC67]|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|(?:\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708])\uFE0F|\uD83C\uDFFB\u200D(?:\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C[\uDFFB-\uDFFF])|(?:\uD83E\uDDD1\uD83C\uDFFB\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)\uD83C\uDFFB|\uD83E\uDDD1(?:\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])|\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1)|(?:\uD83E\uDDD1\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFF\u200D\uD83E\uDD1D\u200D(?:\uD83D[\uDC68\uDC69]))(?:\uD83C[\uDFFB-\uDFFE])|(?:\uD83E\uDDD1\uD83C\uDFFC\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)(?:\uD83C[\uDFFB\uDFFC])|\uD83D\uDC69(?:\uD83C\uDFFE\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB-\uDFFD\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFC\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFD-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFB\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFC-\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFD\u200D(?:\uD83E\uDD1D\u200D\uD83D\uDC68(?:\uD83C[\uDFFB\uDFFC\uDFFE\uDFFF])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\u200D(?:\u2764\uFE0F\u200D(?:\uD83D\uDC8B\u200D(?:\uD83D[\uDC68\uDC69])|\uD83D[\uDC68\uDC69])|\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD])|\uD83C\uDFFF\u200D(?:\uD83C[\uDF3E\uDF73\uDF93\uDFA4\uDFA8\uDFEB\uDFED]|\uD83D[\uDCBB\uDCBC\uDD27\uDD2C\uDE80\uDE92]|\uD83E[\uDDAF-\uDDB3\uDDBC\uDDBD]))|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67]))|(?:\uD83E\uDDD1\uD83C\uDFFD\u200D\uD83E\uDD1D\u200D\uD83E\uDDD1|\uD83D\uDC69\uD83C\uDFFE\u200D\uD83E\uDD1D\u200D\uD83D\uDC69)(?:\uD83C[\uDFFB-\uDFFD])|\uD83D\uDC69\u200D\uD83D\uDC66\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC69\u200D(?:\uD83D[\uDC66\uDC67])|(?:\uD83D\uDC41\uFE0F\u200D\uD83D\uDDE8|\uD83D\uDC69(?:\uD83C\uDFFF\u200D[\u2695\u2696\u2708]|\uD83C\uDFFE\u200D[\u2695\u2696\u2708]|\uD83C\uDFFC\u200D[\u2695\u2696\u2708]|\uD83C\uDFFB\u200D[\u2695\u2696\u2708]|\uD83C\uDFFD\u200D[\u2695\u2696\u2708]|\u200D[\u2695\u2696\u2708])|(?:(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)\uFE0F|\uD83D\uDC6F|\uD83E[\uDD3C\uDDDE\uDDDF])\u200D[\u2640\u2642]|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD6-\uDDDD])(?:(?:\uD83C[\uDFFB-\uDFFF])\u200D[\u2640\u2642]|\u200D[\u2640\u2642])|\uD83C\uDFF4\u200D\u2620)\uFE0F|\uD83D\uDC69\u200D\uD83D\uDC67\u200D(?:\uD83D[\uDC66\uDC67])|\uD83C\uDFF3\uFE0F\u200D\uD83C\uDF08|\uD83D\uDC15\u200D\uD83E\uDDBA|\uD83D\uDC69\u200D\uD83D\uDC66|\uD83D\uDC69\u200D\uD83D\uDC67|\uD83C\uDDFD\uD83C\uDDF0|\uD83C\uDDF4\uD83C\uDDF2|\uD83C\uDDF6\uD83C\uDDE6|[#\*0-9]\uFE0F\u20E3|\uD83C\uDDE7(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEF\uDDF1-\uDDF4\uDDF6-\uDDF9\uDDFB\uDDFC\uDDFE\uDDFF])|\uD83C\uDDF9(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDED\uDDEF-\uDDF4\uDDF7\uDDF9\uDDFB\uDDFC\uDDFF])|\uD83C\uDDEA(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDED\uDDF7-\uDDFA])|\uD83E\uDDD1(?:\uD83C[\uDFFB-\uDFFF])|\uD83C\uDDF7(?:\uD83C[\uDDEA\uDDF4\uDDF8\uDDFA\uDDFC])|\uD83D\uDC69(?:\uD83C[\uDFFB-\uDFFF])|\uD83C\uDDF2(?:\uD83C[\uDDE6\uDDE8-\uDDED\uDDF0-\uDDFF])|\uD83C\uDDE6(?:\uD83C[\uDDE8-\uDDEC\uDDEE\uDDF1\uDDF2\uDDF4\uDDF6-\uDDFA\uDDFC\uDDFD\uDDFF])|\uD83C\uDDF0(?:\uD83C[\uDDEA\uDDEC-\uDDEE\uDDF2\uDDF3\uDDF5\uDDF7\uDDFC\uDDFE\uDDFF])|\uD83C\uDDED(?:\uD83C[\uDDF0\uDDF2\uDDF3\uDDF7\uDDF9\uDDFA])|\uD83C\uDDE9(?:\uD83C[\uDDEA\uDDEC\uDDEF\uDDF0\uDDF2\uDDF4\uDDFF])|\uD83C\uDDFE(?:\uD83C[\uDDEA\uDDF9])|\uD83C\uDDEC(?:\uD83C[\uDDE6\uDDE7\uDDE9-\uDDEE\uDDF1-\uDDF3\uDDF5-\uDDFA\uDDFC\uDDFE])|\uD83C\uDDF8(?:\uD83C[\uDDE6-\uDDEA\uDDEC-\uDDF4\uDDF7-\uDDF9\uDDFB\uDDFD-\uDDFF])|\uD83C\uDDEB(?:\uD83C[\uDDEE-\uDDF0\uDDF2\uDDF4\uDDF7])|\uD83C\uDDF5(?:\uD83C[\uDDE6\uDDEA-\uDDED\uDDF0-\uDDF3\uDDF7-\uDDF9\uDDFC\uDDFE])|\uD83C\uDDFB(?:\uD83C[\uDDE6\uDDE8\uDDEA\uDDEC\uDDEE\uDDF3\uDDFA])|\uD83C\uDDF3(?:\uD83C[\uDDE6\uDDE8\uDDEA-\uDDEC\uDDEE\uDDF1\uDDF4\uDDF5\uDDF7\uDDFA\uDDFF])|\uD83C\uDDE8(?:\uD83C[\uDDE6\uDDE8\uDDE9\uDDEB-\uDDEE\uDDF0-\uDDF5\uDDF7\uDDFA-\uDDFF])|\uD83C\uDDF1(?:\uD83C[\uDDE6-\uDDE8\uDDEE\uDDF0\uDDF7-\uDDFB\uDDFE])|\uD83C\uDDFF(?:\uD83C[\uDDE6\uDDF2\uDDFC])|\uD83C\uDDFC(?:\uD83C[\uDDEB\uDDF8])|\uD83C\uDDFA(?:\uD83C[\uDDE6\uDDEC\uDDF2\uDDF3\uDDF8\uDDFE\uDDFF])|\uD83C\uDDEE(?:\uD83C[\uDDE8-\uDDEA\uDDF1-\uDDF4\uDDF6-\uDDF9])|\uD83C\uDDEF(?:\uD83C[\uDDEA\uDDF2\uDDF4\uDDF5])|(?:\uD83C[\uDFC3\uDFC4\uDFCA]|\uD83D[\uDC6E\uDC71\uDC73\uDC77\uDC81\uDC82\uDC86\uDC87\uDE45-\uDE47\uDE4B\uDE4D\uDE4E\uDEA3\uDEB4-\uDEB6]|\uD83E[\uDD26\uDD37-\uDD39\uDD3D\uDD3E\uDDB8\uDDB9\uDDCD-\uDDCF\uDDD6-\uDDDD])(?:\uD83C[\uDFFB-\uDFFF])|(?:\u26F9|\uD83C[\uDFCB\uDFCC]|\uD83D\uDD75)(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u261D\u270A-\u270D]|\uD83C[\uDF85\uDFC2\uDFC7]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66\uDC67\uDC6B-\uDC6D\uDC70\uDC72\uDC74-\uDC76\uDC78\uDC7C\uDC83\uDC85\uDCAA\uDD74\uDD7A\uDD90\uDD95\uDD96\uDE4C\uDE4F\uDEC0\uDECC]|\uD83E[\uDD0F\uDD18-\uDD1C\uDD1E\uDD1F\uDD30-\uDD36\uDDB5\uDDB6\uDDBB\uDDD2-\uDDD5])(?:\uD83C[\uDFFB-\uDFFF])|(?:[\u231A\u231B\u23E9-\u23EC\u23F0\u23F3\u25FD\u25FE\u2614\u2615\u2648-\u2653\u267F\u2693\u26A1\u26AA\u26AB\u26BD\u26BE\u26C4\u26C5\u26CE\u26D4\u26EA\u26F2\u26F3\u26F5\u26FA\u26FD\u2705\u270A\u270B\u2728\u274C\u274E\u2753-\u2755\u2757\u2795-\u2797\u27B0\u27BF\u2B1B\u2B1C\u2B50\u2B55]|\uD83C[\uDC04\uDCCF\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE1A\uDE2F\uDE32-\uDE36\uDE38-\uDE3A\uDE50\uDE51\uDF00-\uDF20\uDF2D-\uDF35\uDF37-\uDF7C\uDF7E-\uDF93\uDFA0-\uDFCA\uDFCF-\uDFD3\uDFE0-\uDFF0\uDFF4\uDFF8-\uDFFF]|\uD83D[\uDC00-\uDC3E\uDC40\uDC42-\uDCFC\uDCFF-\uDD3D\uDD4B-\uDD4E\uDD50-\uDD67\uDD7A\uDD95\uDD96\uDDA4\uDDFB-\uDE4F\uDE80-\uDEC5\uDECC\uDED0-\uDED2\uDED5\uDEEB\uDEEC\uDEF4-\uDEFA\uDFE0-\uDFEB]|\uD83E[\uDD0D-\uDD3A\uDD3C-\uDD45\uDD47-\uDD71\uDD73-\uDD76\uDD7A-\uDDA2\uDDA5-\uDDAA\uDDAE-\uDDCA\uDDCD-\uDDFF\uDE70-\uDE73\uDE78-\uDE7A\uDE80-\uDE82\uDE90-\uDE95])|(?:[#\*0-9\xA9\xAE\u203C\u2049\u2122\u2139\u2194-\u2199\u21A9\u21AA\u231A\u231B\u2328\u23CF\u23E9-\u23F3\u23F8-\u23FA\u24C2\u25AA\u25AB\u25B6\u25C0\u25FB-\u25FE\u2600-\u2604\u260E\u2611\u2614\u2615\u2618\u261D\u2620\u2622\u2623\u2626\u262A\u262E\u262F\u2638-\u263A\u2640\u2642\u2648-\u2653\u265F\u2660\u2663\u2665\u2666\u2668\u267B\u267E\u267F\u2692-\u2697\u2699\u269B\u269C\u26A0\u26A1\u26AA\u26AB\u26B0\u26B1\u26BD\u26BE\u26C4\u26C5\u26C8\u26CE\u26CF\u26D1\u26D3\u26D4\u26E9\u26EA\u26F0-\u26F5\u26F7-\u26FA\u26FD\u2702\u2705\u2708-\u270D\u270F\u2712\u2714\u2716\u271D\u2721\u2728\u2733\u2734\u2744\u2747\u274C\u274E\u2753-\u2755\u2757\u2763\u2764\u2795-\u2797\u27A1\u27B0\u27BF\u2934\u2935\u2B05-\u2B07\u2B1B\u2B1C\u2B50\u2B55\u3030\u303D\u3297\u3299]|\uD83C[\uDC04\uDCCF\uDD70\uDD71\uDD7E\uDD7F\uDD8E\uDD91-\uDD9A\uDDE6-\uDDFF\uDE01\uDE02\uDE1A\uDE2F\uDE32-\uDE3A\uDE50\uDE51\uDF00-\uDF21\uDF24-\uDF93\uDF96\uDF97\uDF99-\uDF9B\uDF9E-\uDFF0\uDFF3-\uDFF5\uDFF7-\uDFFF]|\uD83D[\uDC00-\uDCFD\uDCFF-\uDD3D\uDD49-\uDD4E\uDD50-\uDD67\uDD6F\uDD70\uDD73-\uDD7A\uDD87\uDD8A-\uDD8D\uDD90\uDD95\uDD96\uDDA4\uDDA5\uDDA8\uDDB1\uDDB2\uDDBC\uDDC2-\uDDC4\uDDD1-\uDDD3\uDDDC-\uDDDE\uDDE1\uDDE3\uDDE8\uDDEF\uDDF3\uDDFA-\uDE4F\uDE80-\uDEC5\uDECB-\uDED2\uDED5\uDEE0-\uDEE5\uDEE9\uDEEB\uDEEC\uDEF0\uDEF3-\uDEFA\uDFE0-\uDFEB]|\uD83E[\uDD0D-\uDD3A\uDD3C-\uDD45\uDD47-\uDD71\uDD73-\uDD76\uDD7A-\uDDA2\uDDA5-\uDDAA\uDDAE-\uDDCA\uDDCD-\uDDFF\uDE70-\uDE73\uDE78-\uDE7A\uDE80-\uDE82\uDE90-\uDE95])\uFE0F|(?:[\u261D\u26F9\u270A-\u270D]|\uD83C[\uDF85\uDFC2-\uDFC4\uDFC7\uDFCA-\uDFCC]|\uD83D[\uDC42\uDC43\uDC46-\uDC50\uDC66-\uDC78\uDC7C\uDC81-\uDC83\uDC85-\uDC87\uDC8F\uDC91\uDCAA\uDD74\uDD75\uDD7A\uDD90\uDD95\uDD96\uDE45-\uDE47\uDE4B-\uDE4F\uDEA3\uDEB4-\uDEB6\uDEC0\uDECC]|\uD83E[\uDD0F\uDD18-\uDD1F\uDD26\uDD30-\uDD39\uDD3C-\uDD3E\uDDB5\uDDB6\uDDB8\uDDB9\uDDBB\uDDCD-\uDDCF\uDDD1-\uDDDD])/g;
	};
}));

// node_modules/string-width/index.js
var require_string_width = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stripAnsi = require_strip_ansi();
	const isFullwidthCodePoint = require_is_fullwidth_code_point();
	const emojiRegex = require_emoji_regex();
	const stringWidth = (string) => {
		if (typeof string !== "string" || string.length === 0) return 0;
		string = stripAnsi(string);
		if (string.length === 0) return 0;
		string = string.replace(emojiRegex(), "  ");
		let width = 0;
		for (let i = 0; i < string.length; i++) {
			const code = string.codePointAt(i);
			if (code <= 31 || code >= 127 && code <= 159) continue;
			if (code >= 768 && code <= 879) continue;
			if (code > 65535) i++;
			width += isFullwidthCodePoint(code) ? 2 : 1;
		}
		return width;
	};
	module.exports = stringWidth;
	module.exports.default = stringWidth;
}));

// node_modules/cli-table3/src/utils.js
var require_utils = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const stringWidth = require_string_width();
	function codeRegex(capture) {
		return capture ? /\u001b\[((?:\d*;){0,5}\d*)m/g : /\u001b\[(?:\d*;){0,5}\d*m/g;
	}
	function strlen(str) {
		let code = codeRegex();
		return ("" + str).replace(code, "").split("\n").reduce(function(memo, s) {
			return stringWidth(s) > memo ? stringWidth(s) : memo;
		}, 0);
	}
	function repeat(str, times) {
		return Array(times + 1).join(str);
	}
	function pad(str, len, pad, dir) {
		let length = strlen(str);
		if (len + 1 >= length) {
			let padlen = len - length;
			switch (dir) {
				case "right":
					str = repeat(pad, padlen) + str;
					break;
				case "center": {
					let right = Math.ceil(padlen / 2);
					str = repeat(pad, padlen - right) + str + repeat(pad, right);
					break;
				}
				default: str = str + repeat(pad, padlen);
			}
		}
		return str;
	}
	let codeCache = {};
	function addToCodeCache(name, on, off) {
		on = "\x1B[" + on + "m";
		off = "\x1B[" + off + "m";
		codeCache[on] = {
			set: name,
			to: true
		};
		codeCache[off] = {
			set: name,
			to: false
		};
		codeCache[name] = {
			on,
			off
		};
	}
	addToCodeCache("bold", 1, 22);
	addToCodeCache("italics", 3, 23);
	addToCodeCache("underline", 4, 24);
	addToCodeCache("inverse", 7, 27);
	addToCodeCache("strikethrough", 9, 29);
	function updateState(state, controlChars) {
		let controlCode = controlChars[1] ? parseInt(controlChars[1].split(";")[0]) : 0;
		if (controlCode >= 30 && controlCode <= 39 || controlCode >= 90 && controlCode <= 97) {
			state.lastForegroundAdded = controlChars[0];
			return;
		}
		if (controlCode >= 40 && controlCode <= 49 || controlCode >= 100 && controlCode <= 107) {
			state.lastBackgroundAdded = controlChars[0];
			return;
		}
		if (controlCode === 0) {
			for (let i in state)
 /* istanbul ignore else */
			if (Object.prototype.hasOwnProperty.call(state, i)) delete state[i];
			return;
		}
		let info = codeCache[controlChars[0]];
		if (info) state[info.set] = info.to;
	}
	function readState(line) {
		let code = codeRegex(true);
		let controlChars = code.exec(line);
		let state = {};
		while (controlChars !== null) {
			updateState(state, controlChars);
			controlChars = code.exec(line);
		}
		return state;
	}
	function unwindState(state, ret) {
		let lastBackgroundAdded = state.lastBackgroundAdded;
		let lastForegroundAdded = state.lastForegroundAdded;
		delete state.lastBackgroundAdded;
		delete state.lastForegroundAdded;
		Object.keys(state).forEach(function(key) {
			if (state[key]) ret += codeCache[key].off;
		});
		if (lastBackgroundAdded && lastBackgroundAdded != "\x1B[49m") ret += "\x1B[49m";
		if (lastForegroundAdded && lastForegroundAdded != "\x1B[39m") ret += "\x1B[39m";
		return ret;
	}
	function rewindState(state, ret) {
		let lastBackgroundAdded = state.lastBackgroundAdded;
		let lastForegroundAdded = state.lastForegroundAdded;
		delete state.lastBackgroundAdded;
		delete state.lastForegroundAdded;
		Object.keys(state).forEach(function(key) {
			if (state[key]) ret = codeCache[key].on + ret;
		});
		if (lastBackgroundAdded && lastBackgroundAdded != "\x1B[49m") ret = lastBackgroundAdded + ret;
		if (lastForegroundAdded && lastForegroundAdded != "\x1B[39m") ret = lastForegroundAdded + ret;
		return ret;
	}
	function truncateWidth(str, desiredLength) {
		if (str.length === strlen(str)) return str.substr(0, desiredLength);
		while (strlen(str) > desiredLength) str = str.slice(0, -1);
		return str;
	}
	function truncateWidthWithAnsi(str, desiredLength) {
		let code = codeRegex(true);
		let split = str.split(codeRegex());
		let splitIndex = 0;
		let retLen = 0;
		let ret = "";
		let myArray;
		let state = {};
		while (retLen < desiredLength) {
			myArray = code.exec(str);
			let toAdd = split[splitIndex];
			splitIndex++;
			if (retLen + strlen(toAdd) > desiredLength) toAdd = truncateWidth(toAdd, desiredLength - retLen);
			ret += toAdd;
			retLen += strlen(toAdd);
			if (retLen < desiredLength) {
				if (!myArray) break;
				ret += myArray[0];
				updateState(state, myArray);
			}
		}
		return unwindState(state, ret);
	}
	function truncate(str, desiredLength, truncateChar) {
		truncateChar = truncateChar || "…";
		if (strlen(str) <= desiredLength) return str;
		desiredLength -= strlen(truncateChar);
		let ret = truncateWidthWithAnsi(str, desiredLength);
		ret += truncateChar;
		const hrefTag = "\x1B]8;;\x07";
		if (str.includes(hrefTag) && !ret.includes(hrefTag)) ret += hrefTag;
		return ret;
	}
	function defaultOptions() {
		return {
			chars: {
				top: "─",
				"top-mid": "┬",
				"top-left": "┌",
				"top-right": "┐",
				bottom: "─",
				"bottom-mid": "┴",
				"bottom-left": "└",
				"bottom-right": "┘",
				left: "│",
				"left-mid": "├",
				mid: "─",
				"mid-mid": "┼",
				right: "│",
				"right-mid": "┤",
				middle: "│"
			},
			truncate: "…",
			colWidths: [],
			rowHeights: [],
			colAligns: [],
			rowAligns: [],
			style: {
				"padding-left": 1,
				"padding-right": 1,
				head: ["red"],
				border: ["grey"],
				compact: false
			},
			head: []
		};
	}
	function mergeOptions(options, defaults) {
		options = options || {};
		defaults = defaults || defaultOptions();
		let ret = Object.assign({}, defaults, options);
		ret.chars = Object.assign({}, defaults.chars, options.chars);
		ret.style = Object.assign({}, defaults.style, options.style);
		return ret;
	}
	function wordWrap(maxLength, input) {
		let lines = [];
		let split = input.split(/(\s+)/g);
		let line = [];
		let lineLength = 0;
		let whitespace;
		for (let i = 0; i < split.length; i += 2) {
			let word = split[i];
			let newLength = lineLength + strlen(word);
			if (lineLength > 0 && whitespace) newLength += whitespace.length;
			if (newLength > maxLength) {
				if (lineLength !== 0) lines.push(line.join(""));
				line = [word];
				lineLength = strlen(word);
			} else {
				line.push(whitespace || "", word);
				lineLength = newLength;
			}
			whitespace = split[i + 1];
		}
		if (lineLength) lines.push(line.join(""));
		return lines;
	}
	function textWrap(maxLength, input) {
		let lines = [];
		let line = "";
		function pushLine(str, ws) {
			if (line.length && ws) line += ws;
			line += str;
			while (line.length > maxLength) {
				lines.push(line.slice(0, maxLength));
				line = line.slice(maxLength);
			}
		}
		let split = input.split(/(\s+)/g);
		for (let i = 0; i < split.length; i += 2) pushLine(split[i], i && split[i - 1]);
		if (line.length) lines.push(line);
		return lines;
	}
	function multiLineWordWrap(maxLength, input, wrapOnWordBoundary = true) {
		let output = [];
		input = input.split("\n");
		const handler = wrapOnWordBoundary ? wordWrap : textWrap;
		for (let i = 0; i < input.length; i++) output.push.apply(output, handler(maxLength, input[i]));
		return output;
	}
	function colorizeLines(input) {
		let state = {};
		let output = [];
		for (let i = 0; i < input.length; i++) {
			let line = rewindState(state, input[i]);
			state = readState(line);
			let temp = Object.assign({}, state);
			output.push(unwindState(temp, line));
		}
		return output;
	}
	/**
	* Credit: Matheus Sampaio https://github.com/matheussampaio
	*/
	function hyperlink(url, text) {
		const OSC = "\x1B]";
		const BEL = "\x07";
		const SEP = ";";
		return [
			OSC,
			"8",
			SEP,
			SEP,
			url || text,
			BEL,
			text,
			OSC,
			"8",
			SEP,
			SEP,
			BEL
		].join("");
	}
	module.exports = {
		strlen,
		repeat,
		pad,
		truncate,
		mergeOptions,
		wordWrap: multiLineWordWrap,
		colorizeLines,
		hyperlink
	};
}));

// node_modules/@colors/colors/lib/styles.js
var require_styles = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var styles = {};
	module["exports"] = styles;
	var codes = {
		reset: [0, 0],
		bold: [1, 22],
		dim: [2, 22],
		italic: [3, 23],
		underline: [4, 24],
		inverse: [7, 27],
		hidden: [8, 28],
		strikethrough: [9, 29],
		black: [30, 39],
		red: [31, 39],
		green: [32, 39],
		yellow: [33, 39],
		blue: [34, 39],
		magenta: [35, 39],
		cyan: [36, 39],
		white: [37, 39],
		gray: [90, 39],
		grey: [90, 39],
		brightRed: [91, 39],
		brightGreen: [92, 39],
		brightYellow: [93, 39],
		brightBlue: [94, 39],
		brightMagenta: [95, 39],
		brightCyan: [96, 39],
		brightWhite: [97, 39],
		bgBlack: [40, 49],
		bgRed: [41, 49],
		bgGreen: [42, 49],
		bgYellow: [43, 49],
		bgBlue: [44, 49],
		bgMagenta: [45, 49],
		bgCyan: [46, 49],
		bgWhite: [47, 49],
		bgGray: [100, 49],
		bgGrey: [100, 49],
		bgBrightRed: [101, 49],
		bgBrightGreen: [102, 49],
		bgBrightYellow: [103, 49],
		bgBrightBlue: [104, 49],
		bgBrightMagenta: [105, 49],
		bgBrightCyan: [106, 49],
		bgBrightWhite: [107, 49],
		blackBG: [40, 49],
		redBG: [41, 49],
		greenBG: [42, 49],
		yellowBG: [43, 49],
		blueBG: [44, 49],
		magentaBG: [45, 49],
		cyanBG: [46, 49],
		whiteBG: [47, 49]
	};
	Object.keys(codes).forEach(function(key) {
		var val = codes[key];
		var style = styles[key] = [];
		style.open = "\x1B[" + val[0] + "m";
		style.close = "\x1B[" + val[1] + "m";
	});
}));

// node_modules/@colors/colors/lib/system/has-flag.js
var require_has_flag = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = function(flag, argv) {
		argv = argv || process.argv;
		var terminatorPos = argv.indexOf("--");
		var prefix = /^-{1,2}/.test(flag) ? "" : "--";
		var pos = argv.indexOf(prefix + flag);
		return pos !== -1 && (terminatorPos === -1 ? true : pos < terminatorPos);
	};
}));

// node_modules/@colors/colors/lib/system/supports-colors.js
var require_supports_colors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var os = __require("os");
	var hasFlag = require_has_flag();
	var env = process.env;
	var forceColor = void 0;
	if (hasFlag("no-color") || hasFlag("no-colors") || hasFlag("color=false")) forceColor = false;
	else if (hasFlag("color") || hasFlag("colors") || hasFlag("color=true") || hasFlag("color=always")) forceColor = true;
	if ("FORCE_COLOR" in env) forceColor = env.FORCE_COLOR.length === 0 || parseInt(env.FORCE_COLOR, 10) !== 0;
	function translateLevel(level) {
		if (level === 0) return false;
		return {
			level,
			hasBasic: true,
			has256: level >= 2,
			has16m: level >= 3
		};
	}
	function supportsColor(stream) {
		if (forceColor === false) return 0;
		if (hasFlag("color=16m") || hasFlag("color=full") || hasFlag("color=truecolor")) return 3;
		if (hasFlag("color=256")) return 2;
		if (stream && !stream.isTTY && forceColor !== true) return 0;
		var min = forceColor ? 1 : 0;
		if (process.platform === "win32") {
			var osRelease = os.release().split(".");
			if (Number(process.versions.node.split(".")[0]) >= 8 && Number(osRelease[0]) >= 10 && Number(osRelease[2]) >= 10586) return Number(osRelease[2]) >= 14931 ? 3 : 2;
			return 1;
		}
		if ("CI" in env) {
			if ([
				"TRAVIS",
				"CIRCLECI",
				"APPVEYOR",
				"GITLAB_CI"
			].some(function(sign) {
				return sign in env;
			}) || env.CI_NAME === "codeship") return 1;
			return min;
		}
		if ("TEAMCITY_VERSION" in env) return /^(9\.(0*[1-9]\d*)\.|\d{2,}\.)/.test(env.TEAMCITY_VERSION) ? 1 : 0;
		if ("TERM_PROGRAM" in env) {
			var version = parseInt((env.TERM_PROGRAM_VERSION || "").split(".")[0], 10);
			switch (env.TERM_PROGRAM) {
				case "iTerm.app": return version >= 3 ? 3 : 2;
				case "Hyper": return 3;
				case "Apple_Terminal": return 2;
			}
		}
		if (/-256(color)?$/i.test(env.TERM)) return 2;
		if (/^screen|^xterm|^vt100|^rxvt|color|ansi|cygwin|linux/i.test(env.TERM)) return 1;
		if ("COLORTERM" in env) return 1;
		if (env.TERM === "dumb") return min;
		return min;
	}
	function getSupportLevel(stream) {
		return translateLevel(supportsColor(stream));
	}
	module.exports = {
		supportsColor: getSupportLevel,
		stdout: getSupportLevel(process.stdout),
		stderr: getSupportLevel(process.stderr)
	};
}));

// node_modules/@colors/colors/lib/custom/trap.js
var require_trap = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function runTheTrap(text, options) {
		var result = "";
		text = text || "Run the trap, drop the bass";
		text = text.split("");
		var trap = {
			a: [
				"@",
				"Ą",
				"Ⱥ",
				"Ʌ",
				"Δ",
				"Λ",
				"Д"
			],
			b: [
				"ß",
				"Ɓ",
				"Ƀ",
				"ɮ",
				"β",
				"฿"
			],
			c: [
				"©",
				"Ȼ",
				"Ͼ"
			],
			d: [
				"Ð",
				"Ɗ",
				"Ԁ",
				"ԁ",
				"Ԃ",
				"ԃ"
			],
			e: [
				"Ë",
				"ĕ",
				"Ǝ",
				"ɘ",
				"Σ",
				"ξ",
				"Ҽ",
				"੬"
			],
			f: ["Ӻ"],
			g: ["ɢ"],
			h: [
				"Ħ",
				"ƕ",
				"Ң",
				"Һ",
				"Ӈ",
				"Ԋ"
			],
			i: ["༏"],
			j: ["Ĵ"],
			k: [
				"ĸ",
				"Ҡ",
				"Ӄ",
				"Ԟ"
			],
			l: ["Ĺ"],
			m: [
				"ʍ",
				"Ӎ",
				"ӎ",
				"Ԡ",
				"ԡ",
				"൩"
			],
			n: [
				"Ñ",
				"ŋ",
				"Ɲ",
				"Ͷ",
				"Π",
				"Ҋ"
			],
			o: [
				"Ø",
				"õ",
				"ø",
				"Ǿ",
				"ʘ",
				"Ѻ",
				"ם",
				"۝",
				"๏"
			],
			p: ["Ƿ", "Ҏ"],
			q: ["্"],
			r: [
				"®",
				"Ʀ",
				"Ȑ",
				"Ɍ",
				"ʀ",
				"Я"
			],
			s: [
				"§",
				"Ϟ",
				"ϟ",
				"Ϩ"
			],
			t: [
				"Ł",
				"Ŧ",
				"ͳ"
			],
			u: ["Ʊ", "Ս"],
			v: ["ט"],
			w: [
				"Ш",
				"Ѡ",
				"Ѽ",
				"൰"
			],
			x: [
				"Ҳ",
				"Ӿ",
				"Ӽ",
				"ӽ"
			],
			y: [
				"¥",
				"Ұ",
				"Ӌ"
			],
			z: ["Ƶ", "ɀ"]
		};
		text.forEach(function(c) {
			c = c.toLowerCase();
			var chars = trap[c] || [" "];
			var rand = Math.floor(Math.random() * chars.length);
			if (typeof trap[c] !== "undefined") result += trap[c][rand];
			else result += c;
		});
		return result;
	};
}));

// node_modules/@colors/colors/lib/custom/zalgo.js
var require_zalgo = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function zalgo(text, options) {
		text = text || "   he is here   ";
		var soul = {
			"up": [
				"̍",
				"̎",
				"̄",
				"̅",
				"̿",
				"̑",
				"̆",
				"̐",
				"͒",
				"͗",
				"͑",
				"̇",
				"̈",
				"̊",
				"͂",
				"̓",
				"̈",
				"͊",
				"͋",
				"͌",
				"̃",
				"̂",
				"̌",
				"͐",
				"̀",
				"́",
				"̋",
				"̏",
				"̒",
				"̓",
				"̔",
				"̽",
				"̉",
				"ͣ",
				"ͤ",
				"ͥ",
				"ͦ",
				"ͧ",
				"ͨ",
				"ͩ",
				"ͪ",
				"ͫ",
				"ͬ",
				"ͭ",
				"ͮ",
				"ͯ",
				"̾",
				"͛",
				"͆",
				"̚"
			],
			"down": [
				"̖",
				"̗",
				"̘",
				"̙",
				"̜",
				"̝",
				"̞",
				"̟",
				"̠",
				"̤",
				"̥",
				"̦",
				"̩",
				"̪",
				"̫",
				"̬",
				"̭",
				"̮",
				"̯",
				"̰",
				"̱",
				"̲",
				"̳",
				"̹",
				"̺",
				"̻",
				"̼",
				"ͅ",
				"͇",
				"͈",
				"͉",
				"͍",
				"͎",
				"͓",
				"͔",
				"͕",
				"͖",
				"͙",
				"͚",
				"̣"
			],
			"mid": [
				"̕",
				"̛",
				"̀",
				"́",
				"͘",
				"̡",
				"̢",
				"̧",
				"̨",
				"̴",
				"̵",
				"̶",
				"͜",
				"͝",
				"͞",
				"͟",
				"͠",
				"͢",
				"̸",
				"̷",
				"͡",
				" ҉"
			]
		};
		var all = [].concat(soul.up, soul.down, soul.mid);
		function randomNumber(range) {
			return Math.floor(Math.random() * range);
		}
		function isChar(character) {
			var bool = false;
			all.filter(function(i) {
				bool = i === character;
			});
			return bool;
		}
		function heComes(text, options) {
			var result = "";
			var counts;
			var l;
			options = options || {};
			options["up"] = typeof options["up"] !== "undefined" ? options["up"] : true;
			options["mid"] = typeof options["mid"] !== "undefined" ? options["mid"] : true;
			options["down"] = typeof options["down"] !== "undefined" ? options["down"] : true;
			options["size"] = typeof options["size"] !== "undefined" ? options["size"] : "maxi";
			text = text.split("");
			for (l in text) {
				if (isChar(l)) continue;
				result = result + text[l];
				counts = {
					"up": 0,
					"down": 0,
					"mid": 0
				};
				switch (options.size) {
					case "mini":
						counts.up = randomNumber(8);
						counts.mid = randomNumber(2);
						counts.down = randomNumber(8);
						break;
					case "maxi":
						counts.up = randomNumber(16) + 3;
						counts.mid = randomNumber(4) + 1;
						counts.down = randomNumber(64) + 3;
						break;
					default:
						counts.up = randomNumber(8) + 1;
						counts.mid = randomNumber(6) / 2;
						counts.down = randomNumber(8) + 1;
				}
				var arr = [
					"up",
					"mid",
					"down"
				];
				for (var d in arr) {
					var index = arr[d];
					for (var i = 0; i <= counts[index]; i++) if (options[index]) result = result + soul[index][randomNumber(soul[index].length)];
				}
			}
			return result;
		}
		return heComes(text, options);
	};
}));

// node_modules/@colors/colors/lib/maps/america.js
var require_america = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		return function(letter, i, exploded) {
			if (letter === " ") return letter;
			switch (i % 3) {
				case 0: return colors.red(letter);
				case 1: return colors.white(letter);
				case 2: return colors.blue(letter);
			}
		};
	};
}));

// node_modules/@colors/colors/lib/maps/zebra.js
var require_zebra = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		return function(letter, i, exploded) {
			return i % 2 === 0 ? letter : colors.inverse(letter);
		};
	};
}));

// node_modules/@colors/colors/lib/maps/rainbow.js
var require_rainbow = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		var rainbowColors = [
			"red",
			"yellow",
			"green",
			"blue",
			"magenta"
		];
		return function(letter, i, exploded) {
			if (letter === " ") return letter;
			else return colors[rainbowColors[i++ % rainbowColors.length]](letter);
		};
	};
}));

// node_modules/@colors/colors/lib/maps/random.js
var require_random = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module["exports"] = function(colors) {
		var available = [
			"underline",
			"inverse",
			"grey",
			"yellow",
			"red",
			"green",
			"blue",
			"white",
			"cyan",
			"magenta",
			"brightYellow",
			"brightRed",
			"brightGreen",
			"brightBlue",
			"brightWhite",
			"brightCyan",
			"brightMagenta"
		];
		return function(letter, i, exploded) {
			return letter === " " ? letter : colors[available[Math.round(Math.random() * (available.length - 2))]](letter);
		};
	};
}));

// node_modules/@colors/colors/lib/colors.js
var require_colors = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var colors = {};
	module["exports"] = colors;
	colors.themes = {};
	var util = __require("util");
	var ansiStyles = colors.styles = require_styles();
	var defineProps = Object.defineProperties;
	var newLineRegex = /* @__PURE__ */ new RegExp(/[\r\n]+/g);
	colors.supportsColor = require_supports_colors().supportsColor;
	if (typeof colors.enabled === "undefined") colors.enabled = colors.supportsColor() !== false;
	colors.enable = function() {
		colors.enabled = true;
	};
	colors.disable = function() {
		colors.enabled = false;
	};
	colors.stripColors = colors.strip = function(str) {
		return ("" + str).replace(/\x1B\[\d+m/g, "");
	};
	colors.stylize = function stylize(str, style) {
		if (!colors.enabled) return str + "";
		var styleMap = ansiStyles[style];
		if (!styleMap && style in colors) return colors[style](str);
		return styleMap.open + str + styleMap.close;
	};
	var matchOperatorsRe = /[|\\{}()[\]^$+*?.]/g;
	var escapeStringRegexp = function(str) {
		if (typeof str !== "string") throw new TypeError("Expected a string");
		return str.replace(matchOperatorsRe, "\\$&");
	};
	function build(_styles) {
		var builder = function builder() {
			return applyStyle.apply(builder, arguments);
		};
		builder._styles = _styles;
		builder.__proto__ = proto;
		return builder;
	}
	var styles = (function() {
		var ret = {};
		ansiStyles.grey = ansiStyles.gray;
		Object.keys(ansiStyles).forEach(function(key) {
			ansiStyles[key].closeRe = new RegExp(escapeStringRegexp(ansiStyles[key].close), "g");
			ret[key] = { get: function() {
				return build(this._styles.concat(key));
			} };
		});
		return ret;
	})();
	var proto = defineProps(function colors() {}, styles);
	function applyStyle() {
		var str = Array.prototype.slice.call(arguments).map(function(arg) {
			if (arg != null && arg.constructor === String) return arg;
			else return util.inspect(arg);
		}).join(" ");
		if (!colors.enabled || !str) return str;
		var newLinesPresent = str.indexOf("\n") != -1;
		var nestedStyles = this._styles;
		var i = nestedStyles.length;
		while (i--) {
			var code = ansiStyles[nestedStyles[i]];
			str = code.open + str.replace(code.closeRe, code.open) + code.close;
			if (newLinesPresent) str = str.replace(newLineRegex, function(match) {
				return code.close + match + code.open;
			});
		}
		return str;
	}
	colors.setTheme = function(theme) {
		if (typeof theme === "string") {
			console.log("colors.setTheme now only accepts an object, not a string.  If you are trying to set a theme from a file, it is now your (the caller's) responsibility to require the file.  The old syntax looked like colors.setTheme(__dirname + '/../themes/generic-logging.js'); The new syntax looks like colors.setTheme(require(__dirname + '/../themes/generic-logging.js'));");
			return;
		}
		for (var style in theme) (function(style) {
			colors[style] = function(str) {
				if (typeof theme[style] === "object") {
					var out = str;
					for (var i in theme[style]) out = colors[theme[style][i]](out);
					return out;
				}
				return colors[theme[style]](str);
			};
		})(style);
	};
	function init() {
		var ret = {};
		Object.keys(styles).forEach(function(name) {
			ret[name] = { get: function() {
				return build([name]);
			} };
		});
		return ret;
	}
	var sequencer = function sequencer(map, str) {
		var exploded = str.split("");
		exploded = exploded.map(map);
		return exploded.join("");
	};
	colors.trap = require_trap();
	colors.zalgo = require_zalgo();
	colors.maps = {};
	colors.maps.america = require_america()(colors);
	colors.maps.zebra = require_zebra()(colors);
	colors.maps.rainbow = require_rainbow()(colors);
	colors.maps.random = require_random()(colors);
	for (var map in colors.maps) (function(map) {
		colors[map] = function(str) {
			return sequencer(colors.maps[map], str);
		};
	})(map);
	defineProps(colors, init());
}));

// node_modules/@colors/colors/safe.js
var require_safe = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	var colors = require_colors();
	module["exports"] = colors;
}));

// node_modules/cli-table3/src/cell.js
var require_cell = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { info, debug } = require_debug();
	const utils = require_utils();
	var Cell = class Cell {
		/**
		* A representation of a cell within the table.
		* Implementations must have `init` and `draw` methods,
		* as well as `colSpan`, `rowSpan`, `desiredHeight` and `desiredWidth` properties.
		* @param options
		* @constructor
		*/
		constructor(options) {
			this.setOptions(options);
			/**
			* Each cell will have it's `x` and `y` values set by the `layout-manager` prior to
			* `init` being called;
			* @type {Number}
			*/
			this.x = null;
			this.y = null;
		}
		setOptions(options) {
			if ([
				"boolean",
				"number",
				"bigint",
				"string"
			].indexOf(typeof options) !== -1) options = { content: "" + options };
			options = options || {};
			this.options = options;
			let content = options.content;
			if ([
				"boolean",
				"number",
				"bigint",
				"string"
			].indexOf(typeof content) !== -1) this.content = String(content);
			else if (!content) this.content = this.options.href || "";
			else throw new Error("Content needs to be a primitive, got: " + typeof content);
			this.colSpan = options.colSpan || 1;
			this.rowSpan = options.rowSpan || 1;
			if (this.options.href) Object.defineProperty(this, "href", { get() {
				return this.options.href;
			} });
		}
		mergeTableOptions(tableOptions, cells) {
			this.cells = cells;
			let optionsChars = this.options.chars || {};
			let tableChars = tableOptions.chars;
			let chars = this.chars = {};
			CHAR_NAMES.forEach(function(name) {
				setOption(optionsChars, tableChars, name, chars);
			});
			this.truncate = this.options.truncate || tableOptions.truncate;
			let style = this.options.style = this.options.style || {};
			let tableStyle = tableOptions.style;
			setOption(style, tableStyle, "padding-left", this);
			setOption(style, tableStyle, "padding-right", this);
			this.head = style.head || tableStyle.head;
			this.border = style.border || tableStyle.border;
			this.fixedWidth = tableOptions.colWidths[this.x];
			this.lines = this.computeLines(tableOptions);
			this.desiredWidth = utils.strlen(this.content) + this.paddingLeft + this.paddingRight;
			this.desiredHeight = this.lines.length;
		}
		computeLines(tableOptions) {
			const tableWordWrap = tableOptions.wordWrap || tableOptions.textWrap;
			const { wordWrap = tableWordWrap } = this.options;
			if (this.fixedWidth && wordWrap) {
				this.fixedWidth -= this.paddingLeft + this.paddingRight;
				if (this.colSpan) {
					let i = 1;
					while (i < this.colSpan) {
						this.fixedWidth += tableOptions.colWidths[this.x + i];
						i++;
					}
				}
				const { wrapOnWordBoundary: tableWrapOnWordBoundary = true } = tableOptions;
				const { wrapOnWordBoundary = tableWrapOnWordBoundary } = this.options;
				return this.wrapLines(utils.wordWrap(this.fixedWidth, this.content, wrapOnWordBoundary));
			}
			return this.wrapLines(this.content.split("\n"));
		}
		wrapLines(computedLines) {
			const lines = utils.colorizeLines(computedLines);
			if (this.href) return lines.map((line) => utils.hyperlink(this.href, line));
			return lines;
		}
		/**
		* Initializes the Cells data structure.
		*
		* @param tableOptions - A fully populated set of tableOptions.
		* In addition to the standard default values, tableOptions must have fully populated the
		* `colWidths` and `rowWidths` arrays. Those arrays must have lengths equal to the number
		* of columns or rows (respectively) in this table, and each array item must be a Number.
		*
		*/
		init(tableOptions) {
			let x = this.x;
			let y = this.y;
			this.widths = tableOptions.colWidths.slice(x, x + this.colSpan);
			this.heights = tableOptions.rowHeights.slice(y, y + this.rowSpan);
			this.width = this.widths.reduce(sumPlusOne, -1);
			this.height = this.heights.reduce(sumPlusOne, -1);
			this.hAlign = this.options.hAlign || tableOptions.colAligns[x];
			this.vAlign = this.options.vAlign || tableOptions.rowAligns[y];
			this.drawRight = x + this.colSpan == tableOptions.colWidths.length;
		}
		/**
		* Draws the given line of the cell.
		* This default implementation defers to methods `drawTop`, `drawBottom`, `drawLine` and `drawEmpty`.
		* @param lineNum - can be `top`, `bottom` or a numerical line number.
		* @param spanningCell - will be a number if being called from a RowSpanCell, and will represent how
		* many rows below it's being called from. Otherwise it's undefined.
		* @returns {String} The representation of this line.
		*/
		draw(lineNum, spanningCell) {
			if (lineNum == "top") return this.drawTop(this.drawRight);
			if (lineNum == "bottom") return this.drawBottom(this.drawRight);
			let content = utils.truncate(this.content, 10, this.truncate);
			if (!lineNum) info(`${this.y}-${this.x}: ${this.rowSpan - lineNum}x${this.colSpan} Cell ${content}`);
			let padLen = Math.max(this.height - this.lines.length, 0);
			let padTop;
			switch (this.vAlign) {
				case "center":
					padTop = Math.ceil(padLen / 2);
					break;
				case "bottom":
					padTop = padLen;
					break;
				default: padTop = 0;
			}
			if (lineNum < padTop || lineNum >= padTop + this.lines.length) return this.drawEmpty(this.drawRight, spanningCell);
			let forceTruncation = this.lines.length > this.height && lineNum + 1 >= this.height;
			return this.drawLine(lineNum - padTop, this.drawRight, forceTruncation, spanningCell);
		}
		/**
		* Renders the top line of the cell.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @returns {String}
		*/
		drawTop(drawRight) {
			let content = [];
			if (this.cells) this.widths.forEach(function(width, index) {
				content.push(this._topLeftChar(index));
				content.push(utils.repeat(this.chars[this.y == 0 ? "top" : "mid"], width));
			}, this);
			else {
				content.push(this._topLeftChar(0));
				content.push(utils.repeat(this.chars[this.y == 0 ? "top" : "mid"], this.width));
			}
			if (drawRight) content.push(this.chars[this.y == 0 ? "topRight" : "rightMid"]);
			return this.wrapWithStyleColors("border", content.join(""));
		}
		_topLeftChar(offset) {
			let x = this.x + offset;
			let leftChar;
			if (this.y == 0) leftChar = x == 0 ? "topLeft" : offset == 0 ? "topMid" : "top";
			else if (x == 0) leftChar = "leftMid";
			else {
				leftChar = offset == 0 ? "midMid" : "bottomMid";
				if (this.cells) {
					if (this.cells[this.y - 1][x] instanceof Cell.ColSpanCell) leftChar = offset == 0 ? "topMid" : "mid";
					if (offset == 0) {
						let i = 1;
						while (this.cells[this.y][x - i] instanceof Cell.ColSpanCell) i++;
						if (this.cells[this.y][x - i] instanceof Cell.RowSpanCell) leftChar = "leftMid";
					}
				}
			}
			return this.chars[leftChar];
		}
		wrapWithStyleColors(styleProperty, content) {
			if (this[styleProperty] && this[styleProperty].length) try {
				let colors = require_safe();
				for (let i = this[styleProperty].length - 1; i >= 0; i--) colors = colors[this[styleProperty][i]];
				return colors(content);
			} catch (e) {
				return content;
			}
			else return content;
		}
		/**
		* Renders a line of text.
		* @param lineNum - Which line of text to render. This is not necessarily the line within the cell.
		* There may be top-padding above the first line of text.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @param forceTruncationSymbol - `true` if the rendered text should end with the truncation symbol even
		* if the text fits. This is used when the cell is vertically truncated. If `false` the text should
		* only include the truncation symbol if the text will not fit horizontally within the cell width.
		* @param spanningCell - a number of if being called from a RowSpanCell. (how many rows below). otherwise undefined.
		* @returns {String}
		*/
		drawLine(lineNum, drawRight, forceTruncationSymbol, spanningCell) {
			let left = this.chars[this.x == 0 ? "left" : "middle"];
			if (this.x && spanningCell && this.cells) {
				let cellLeft = this.cells[this.y + spanningCell][this.x - 1];
				while (cellLeft instanceof ColSpanCell) cellLeft = this.cells[cellLeft.y][cellLeft.x - 1];
				if (!(cellLeft instanceof RowSpanCell)) left = this.chars["rightMid"];
			}
			let leftPadding = utils.repeat(" ", this.paddingLeft);
			let right = drawRight ? this.chars["right"] : "";
			let rightPadding = utils.repeat(" ", this.paddingRight);
			let line = this.lines[lineNum];
			let len = this.width - (this.paddingLeft + this.paddingRight);
			if (forceTruncationSymbol) line += this.truncate || "…";
			let content = utils.truncate(line, len, this.truncate);
			content = utils.pad(content, len, " ", this.hAlign);
			content = leftPadding + content + rightPadding;
			return this.stylizeLine(left, content, right);
		}
		stylizeLine(left, content, right) {
			left = this.wrapWithStyleColors("border", left);
			right = this.wrapWithStyleColors("border", right);
			if (this.y === 0) content = this.wrapWithStyleColors("head", content);
			return left + content + right;
		}
		/**
		* Renders the bottom line of the cell.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @returns {String}
		*/
		drawBottom(drawRight) {
			let left = this.chars[this.x == 0 ? "bottomLeft" : "bottomMid"];
			let content = utils.repeat(this.chars.bottom, this.width);
			let right = drawRight ? this.chars["bottomRight"] : "";
			return this.wrapWithStyleColors("border", left + content + right);
		}
		/**
		* Renders a blank line of text within the cell. Used for top and/or bottom padding.
		* @param drawRight - true if this method should render the right edge of the cell.
		* @param spanningCell - a number of if being called from a RowSpanCell. (how many rows below). otherwise undefined.
		* @returns {String}
		*/
		drawEmpty(drawRight, spanningCell) {
			let left = this.chars[this.x == 0 ? "left" : "middle"];
			if (this.x && spanningCell && this.cells) {
				let cellLeft = this.cells[this.y + spanningCell][this.x - 1];
				while (cellLeft instanceof ColSpanCell) cellLeft = this.cells[cellLeft.y][cellLeft.x - 1];
				if (!(cellLeft instanceof RowSpanCell)) left = this.chars["rightMid"];
			}
			let right = drawRight ? this.chars["right"] : "";
			let content = utils.repeat(" ", this.width);
			return this.stylizeLine(left, content, right);
		}
	};
	var ColSpanCell = class {
		/**
		* A Cell that doesn't do anything. It just draws empty lines.
		* Used as a placeholder in column spanning.
		* @constructor
		*/
		constructor() {}
		draw(lineNum) {
			if (typeof lineNum === "number") debug(`${this.y}-${this.x}: 1x1 ColSpanCell`);
			return "";
		}
		init() {}
		mergeTableOptions() {}
	};
	var RowSpanCell = class {
		/**
		* A placeholder Cell for a Cell that spans multiple rows.
		* It delegates rendering to the original cell, but adds the appropriate offset.
		* @param originalCell
		* @constructor
		*/
		constructor(originalCell) {
			this.originalCell = originalCell;
		}
		init(tableOptions) {
			let y = this.y;
			let originalY = this.originalCell.y;
			this.cellOffset = y - originalY;
			this.offset = findDimension(tableOptions.rowHeights, originalY, this.cellOffset);
		}
		draw(lineNum) {
			if (lineNum == "top") return this.originalCell.draw(this.offset, this.cellOffset);
			if (lineNum == "bottom") return this.originalCell.draw("bottom");
			debug(`${this.y}-${this.x}: 1x${this.colSpan} RowSpanCell for ${this.originalCell.content}`);
			return this.originalCell.draw(this.offset + 1 + lineNum);
		}
		mergeTableOptions() {}
	};
	function firstDefined(...args) {
		return args.filter((v) => v !== void 0 && v !== null).shift();
	}
	function setOption(objA, objB, nameB, targetObj) {
		let nameA = nameB.split("-");
		if (nameA.length > 1) {
			nameA[1] = nameA[1].charAt(0).toUpperCase() + nameA[1].substr(1);
			nameA = nameA.join("");
			targetObj[nameA] = firstDefined(objA[nameA], objA[nameB], objB[nameA], objB[nameB]);
		} else targetObj[nameB] = firstDefined(objA[nameB], objB[nameB]);
	}
	function findDimension(dimensionTable, startingIndex, span) {
		let ret = dimensionTable[startingIndex];
		for (let i = 1; i < span; i++) ret += 1 + dimensionTable[startingIndex + i];
		return ret;
	}
	function sumPlusOne(a, b) {
		return a + b + 1;
	}
	let CHAR_NAMES = [
		"top",
		"top-mid",
		"top-left",
		"top-right",
		"bottom",
		"bottom-mid",
		"bottom-left",
		"bottom-right",
		"left",
		"left-mid",
		"mid",
		"mid-mid",
		"right",
		"right-mid",
		"middle"
	];
	module.exports = Cell;
	module.exports.ColSpanCell = ColSpanCell;
	module.exports.RowSpanCell = RowSpanCell;
}));

// node_modules/cli-table3/src/layout-manager.js
var require_layout_manager = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const { warn, debug } = require_debug();
	const Cell = require_cell();
	const { ColSpanCell, RowSpanCell } = Cell;
	(function() {
		function next(alloc, col) {
			if (alloc[col] > 0) return next(alloc, col + 1);
			return col;
		}
		function layoutTable(table) {
			let alloc = {};
			table.forEach(function(row, rowIndex) {
				let col = 0;
				row.forEach(function(cell) {
					cell.y = rowIndex;
					cell.x = rowIndex ? next(alloc, col) : col;
					const rowSpan = cell.rowSpan || 1;
					const colSpan = cell.colSpan || 1;
					if (rowSpan > 1) for (let cs = 0; cs < colSpan; cs++) alloc[cell.x + cs] = rowSpan;
					col = cell.x + colSpan;
				});
				Object.keys(alloc).forEach((idx) => {
					alloc[idx]--;
					if (alloc[idx] < 1) delete alloc[idx];
				});
			});
		}
		function maxWidth(table) {
			let mw = 0;
			table.forEach(function(row) {
				row.forEach(function(cell) {
					mw = Math.max(mw, cell.x + (cell.colSpan || 1));
				});
			});
			return mw;
		}
		function maxHeight(table) {
			return table.length;
		}
		function cellsConflict(cell1, cell2) {
			let yMin1 = cell1.y;
			let yMax1 = cell1.y - 1 + (cell1.rowSpan || 1);
			let yMin2 = cell2.y;
			let yConflict = !(yMin1 > cell2.y - 1 + (cell2.rowSpan || 1) || yMin2 > yMax1);
			let xMin1 = cell1.x;
			let xMax1 = cell1.x - 1 + (cell1.colSpan || 1);
			let xMin2 = cell2.x;
			let xConflict = !(xMin1 > cell2.x - 1 + (cell2.colSpan || 1) || xMin2 > xMax1);
			return yConflict && xConflict;
		}
		function conflictExists(rows, x, y) {
			let i_max = Math.min(rows.length - 1, y);
			let cell = {
				x,
				y
			};
			for (let i = 0; i <= i_max; i++) {
				let row = rows[i];
				for (let j = 0; j < row.length; j++) if (cellsConflict(cell, row[j])) return true;
			}
			return false;
		}
		function allBlank(rows, y, xMin, xMax) {
			for (let x = xMin; x < xMax; x++) if (conflictExists(rows, x, y)) return false;
			return true;
		}
		function addRowSpanCells(table) {
			table.forEach(function(row, rowIndex) {
				row.forEach(function(cell) {
					for (let i = 1; i < cell.rowSpan; i++) {
						let rowSpanCell = new RowSpanCell(cell);
						rowSpanCell.x = cell.x;
						rowSpanCell.y = cell.y + i;
						rowSpanCell.colSpan = cell.colSpan;
						insertCell(rowSpanCell, table[rowIndex + i]);
					}
				});
			});
		}
		function addColSpanCells(cellRows) {
			for (let rowIndex = cellRows.length - 1; rowIndex >= 0; rowIndex--) {
				let cellColumns = cellRows[rowIndex];
				for (let columnIndex = 0; columnIndex < cellColumns.length; columnIndex++) {
					let cell = cellColumns[columnIndex];
					for (let k = 1; k < cell.colSpan; k++) {
						let colSpanCell = new ColSpanCell();
						colSpanCell.x = cell.x + k;
						colSpanCell.y = cell.y;
						cellColumns.splice(columnIndex + 1, 0, colSpanCell);
					}
				}
			}
		}
		function insertCell(cell, row) {
			let x = 0;
			while (x < row.length && row[x].x < cell.x) x++;
			row.splice(x, 0, cell);
		}
		function fillInTable(table) {
			let h_max = maxHeight(table);
			let w_max = maxWidth(table);
			debug(`Max rows: ${h_max}; Max cols: ${w_max}`);
			for (let y = 0; y < h_max; y++) for (let x = 0; x < w_max; x++) if (!conflictExists(table, x, y)) {
				let opts = {
					x,
					y,
					colSpan: 1,
					rowSpan: 1
				};
				x++;
				while (x < w_max && !conflictExists(table, x, y)) {
					opts.colSpan++;
					x++;
				}
				let y2 = y + 1;
				while (y2 < h_max && allBlank(table, y2, opts.x, opts.x + opts.colSpan)) {
					opts.rowSpan++;
					y2++;
				}
				let cell = new Cell(opts);
				cell.x = opts.x;
				cell.y = opts.y;
				warn(`Missing cell at ${cell.y}-${cell.x}.`);
				insertCell(cell, table[y]);
			}
		}
		function generateCells(rows) {
			return rows.map(function(row) {
				if (!Array.isArray(row)) {
					let key = Object.keys(row)[0];
					row = row[key];
					if (Array.isArray(row)) {
						row = row.slice();
						row.unshift(key);
					} else row = [key, row];
				}
				return row.map(function(cell) {
					return new Cell(cell);
				});
			});
		}
		function makeTableLayout(rows) {
			let cellRows = generateCells(rows);
			layoutTable(cellRows);
			fillInTable(cellRows);
			addRowSpanCells(cellRows);
			addColSpanCells(cellRows);
			return cellRows;
		}
		module.exports = {
			makeTableLayout,
			layoutTable,
			addRowSpanCells,
			maxWidth,
			fillInTable,
			computeWidths: makeComputeWidths("colSpan", "desiredWidth", "x", 1),
			computeHeights: makeComputeWidths("rowSpan", "desiredHeight", "y", 1)
		};
	})();
	function makeComputeWidths(colSpan, desiredWidth, x, forcedMin) {
		return function(vals, table) {
			let result = [];
			let spanners = [];
			let auto = {};
			table.forEach(function(row) {
				row.forEach(function(cell) {
					if ((cell[colSpan] || 1) > 1) spanners.push(cell);
					else result[cell[x]] = Math.max(result[cell[x]] || 0, cell[desiredWidth] || 0, forcedMin);
				});
			});
			vals.forEach(function(val, index) {
				if (typeof val === "number") result[index] = val;
			});
			for (let k = spanners.length - 1; k >= 0; k--) {
				let cell = spanners[k];
				let span = cell[colSpan];
				let col = cell[x];
				let existingWidth = result[col];
				let editableCols = typeof vals[col] === "number" ? 0 : 1;
				if (typeof existingWidth === "number") for (let i = 1; i < span; i++) {
					existingWidth += 1 + result[col + i];
					if (typeof vals[col + i] !== "number") editableCols++;
				}
				else {
					existingWidth = desiredWidth === "desiredWidth" ? cell.desiredWidth - 1 : 1;
					if (!auto[col] || auto[col] < existingWidth) auto[col] = existingWidth;
				}
				if (cell[desiredWidth] > existingWidth) {
					let i = 0;
					while (editableCols > 0 && cell[desiredWidth] > existingWidth) {
						if (typeof vals[col + i] !== "number") {
							let dif = Math.round((cell[desiredWidth] - existingWidth) / editableCols);
							existingWidth += dif;
							result[col + i] += dif;
							editableCols--;
						}
						i++;
					}
				}
			}
			Object.assign(vals, result, auto);
			for (let j = 0; j < vals.length; j++) vals[j] = Math.max(forcedMin, vals[j] || 0);
		};
	}
}));

// node_modules/cli-table3/src/table.js
var require_table = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	const debug = require_debug();
	const utils = require_utils();
	const tableLayout = require_layout_manager();
	var Table = class extends Array {
		constructor(opts) {
			super();
			const options = utils.mergeOptions(opts);
			Object.defineProperty(this, "options", {
				value: options,
				enumerable: options.debug
			});
			if (options.debug) {
				switch (typeof options.debug) {
					case "boolean":
						debug.setDebugLevel(debug.WARN);
						break;
					case "number":
						debug.setDebugLevel(options.debug);
						break;
					case "string":
						debug.setDebugLevel(parseInt(options.debug, 10));
						break;
					default:
						debug.setDebugLevel(debug.WARN);
						debug.warn(`Debug option is expected to be boolean, number, or string. Received a ${typeof options.debug}`);
				}
				Object.defineProperty(this, "messages", { get() {
					return debug.debugMessages();
				} });
			}
		}
		toString() {
			let array = this;
			let headersPresent = this.options.head && this.options.head.length;
			if (headersPresent) {
				array = [this.options.head];
				if (this.length) array.push.apply(array, this);
			} else this.options.style.head = [];
			let cells = tableLayout.makeTableLayout(array);
			cells.forEach(function(row) {
				row.forEach(function(cell) {
					cell.mergeTableOptions(this.options, cells);
				}, this);
			}, this);
			tableLayout.computeWidths(this.options.colWidths, cells);
			tableLayout.computeHeights(this.options.rowHeights, cells);
			cells.forEach(function(row) {
				row.forEach(function(cell) {
					cell.init(this.options);
				}, this);
			}, this);
			let result = [];
			for (let rowIndex = 0; rowIndex < cells.length; rowIndex++) {
				let row = cells[rowIndex];
				let heightOfRow = this.options.rowHeights[rowIndex];
				if (rowIndex === 0 || !this.options.style.compact || rowIndex == 1 && headersPresent) doDraw(row, "top", result);
				for (let lineNum = 0; lineNum < heightOfRow; lineNum++) doDraw(row, lineNum, result);
				if (rowIndex + 1 == cells.length) doDraw(row, "bottom", result);
			}
			return result.join("\n");
		}
		get width() {
			return this.toString().split("\n")[0].length;
		}
	};
	Table.reset = () => debug.reset();
	function doDraw(row, lineNum, result) {
		let line = [];
		row.forEach(function(cell) {
			line.push(cell.draw(lineNum));
		});
		let str = line.join("");
		if (str.length) result.push(str);
	}
	module.exports = Table;
}));

// node_modules/cli-table3/index.js
var require_cli_table3 = /* @__PURE__ */ __commonJSMin(((exports, module) => {
	module.exports = require_table();
}));

// src/cli/demo-report.ts
var import_cli_table3 = /* @__PURE__ */ __toESM(require_cli_table3(), 1);
/** The document of `demo --json`; times are milliseconds. */
function demoDocument({ jobs, records, left }) {
	return {
		jobs: jobs.map((job) => {
			const record = recordOf(job, records);
			return {
				name: job.name,
				conclusion: job.conclusion ?? null,
				pool: record?.pool ?? null,
				runner: job.runnerName ?? null,
				sandbox: record?.sandbox ?? null,
				phases: record === void 0 ? {} : phasesOf(record),
				reclaimedBytes: record?.reclaimedBytes ?? null
			};
		}),
		left
	};
}
const columns = [
	"waited",
	"clone",
	"boot",
	"ssh",
	"register",
	"run",
	"delete"
];
/** The table at the end of the demo, and the proof that nothing is left. */
function demoTable({ jobs, records, left }) {
	const table = new import_cli_table3.default({
		head: [
			"job",
			"VM",
			...columns,
			"reclaimed",
			"result"
		],
		style: {
			head: [],
			border: []
		}
	});
	for (const job of jobs) {
		const record = recordOf(job, records);
		const phases = record === void 0 ? {} : phasesOf(record);
		const times = columns.map((column) => seconds(phases[column]));
		const vm = record?.sandbox.slice(-6) ?? "–";
		table.push([
			job.name,
			vm,
			...times,
			megabytes(record?.reclaimedBytes),
			job.conclusion ?? job.status
		]);
	}
	const problems = records.flatMap(({ sandbox, error }) => error === void 0 ? [] : [`${sandbox}: ${error.code}: ${error.message}`, `  what to do: ${error.remedy}`]);
	const proof = `left: ${String(left.sandboxes)} clones, ${String(left.runners)} runner registrations, ${String(left.processes)} processes`;
	return [
		table.toString(),
		...problems,
		proof
	].join("\n");
}
/** Runner and sandbox have one name, so the job's runner leads to its sandbox. */
function recordOf(job, records) {
	return records.find(({ sandbox }) => sandbox === job.runnerName);
}
function phasesOf({ phases, waitedMs }) {
	return {
		...phases,
		...waitedMs === void 0 ? {} : { waited: waitedMs }
	};
}
function seconds(ms) {
	return ms === void 0 ? "–" : `${(ms / 1e3).toFixed(2)} s`;
}
function megabytes(bytes) {
	return bytes === void 0 ? "–" : `${(bytes / 1e6).toFixed(1)} MB`;
}

// src/cli/left.ts
/** Counts in the simulation itself, not in what the poller believes. */
async function whatIsLeft({ host, github }) {
	const folders = await readdir(join(host.tartHome, "vms"));
	const processes = await host.processes();
	return {
		sandboxes: folders.filter((name) => parseName(name) !== void 0).length,
		runners: github.runners().length,
		processes: processes.length
	};
}

// src/cli/demo.ts
/** The simulated GitHub lets go of a lost runner soon. */
const strayRetryMs = 1e3;
/** `sand-poller demo`: the real poller on a simulated Mac and a simulated GitHub. Returns the exit code. */
async function demo(options) {
	const examples = join(packageRoot, "examples");
	const workflows = await readWorkflows(options.workflow ?? await exampleFiles(examples));
	using view = createView(options);
	using stops = stopsOnSignal("end", (name) => view.emit({
		type: "stopping",
		signal: name,
		way: "end"
	}));
	await using world = await createDemoWorld(workflows, options.checkout ?? examples);
	const records = stops.asked() ? [] : await serveAll(world, stops, view.emit);
	view[Symbol.dispose]();
	const report = {
		jobs: world.github.jobs(),
		records,
		left: await whatIsLeft(world)
	};
	const text = options.json ? JSON.stringify(demoDocument(report)) : demoTable(report);
	process.stdout.write(`${text}\n`);
	if (stops.asked()) return exitCodes.interrupted;
	return isClean(report) ? exitCodes.done : exitCodes.failed;
}
/** Serves job after job with one pool that takes them all, whatever label they ask for. */
async function serveAll(world, stops, emit) {
	const labels = /* @__PURE__ */ new Set([
		"self-hosted",
		"macOS",
		"ARM64"
	]);
	const records = [];
	let more = newLabels(world, labels);
	do {
		for (const label of more) labels.add(label);
		await world.configure({ pools: [{
			labels: [...labels],
			idleTimeout: "30s",
			jobTimeout: "1h"
		}] });
		const { config } = await loadConfig(world.configFile);
		const poller = await createPoller(config, {
			env: world.env,
			emit,
			strayRetryMs
		}, stops.end);
		records.push(...(await poller.once(stops)).records);
		more = newLabels(world, labels);
	} while (more.length > 0 && !stops.asked());
	return records;
}
async function exampleFiles(folder) {
	return (await readdir(folder)).filter((name) => name.endsWith(".yml")).map((name) => join(folder, name));
}
function isClean({ jobs, left }) {
	return jobs.every(({ status }) => status === "completed") && left.sandboxes + left.runners + left.processes === 0;
}
/** A live view on a terminal, plain lines elsewhere, nothing for a program. */
function createView({ json, verbose }) {
	if (json && !verbose) return {
		emit: () => void 0,
		[Symbol.dispose]: () => void 0
	};
	if (process.stdout.isTTY && !json && !verbose) return createLiveView();
	return {
		emit: createLog({
			readable: true,
			verbose
		}),
		[Symbol.dispose]: () => void 0
	};
}

export { demo };