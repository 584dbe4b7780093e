import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomBytes } from "node:crypto";

// src/sim/tart/config.ts
/** A VM as its maker left it: 4 CPUs, and 8 GB for macOS or 4 GB for Linux. */
function newConfig(os) {
	const gib = 2 ** 30;
	const common = {
		version: 1,
		os,
		arch: "arm64",
		macAddress: randomMac(),
		display: {
			width: 1024,
			height: 768
		},
		diskFormat: "raw"
	};
	if (os === "linux") return {
		...common,
		cpuCountMin: 4,
		cpuCount: 4,
		memorySizeMin: 4 * gib,
		memorySize: 4 * gib
	};
	return {
		...common,
		ecid: randomEcid(),
		hardwareModel: Buffer.from("simulated hardware model").toString("base64"),
		cpuCountMin: 4,
		cpuCount: 4,
		memorySizeMin: 4 * gib,
		memorySize: 8 * gib
	};
}
/** Reads the configuration of the VM in this directory, under whatever keys it was written. */
function readConfig(directory) {
	return JSON.parse(readFileSync(join(directory, "config.json"), "utf8"), revive);
}
/** The MAC address of the VM in this directory; undefined when it is just being deleted. */
function macAddressOf(directory) {
	try {
		return readConfig(directory).macAddress;
	} catch {
		return;
	}
}
/** Writes the configuration of the VM in this directory. */
function writeConfig(directory, config, quirks) {
	const { os, macAddress, ...rest } = config;
	const written = quirks.includes("config-other-keys") ? {
		...rest,
		guestOS: os,
		networkHardwareAddress: macAddress
	} : config;
	writeFileSync(join(directory, "config.json"), JSON.stringify(written));
}
/** Gives the keys of the quirk their usual names again. */
function revive(key, value) {
	if (key !== "" || typeof value !== "object" || value === null || !("guestOS" in value)) return value;
	const { guestOS, networkHardwareAddress, ...rest } = value;
	return {
		...rest,
		os: guestOS,
		macAddress: networkHardwareAddress
	};
}
/** A random MAC address of the locally administered kind. */
function randomMac() {
	const bytes = randomBytes(6);
	bytes.writeUInt8(bytes.readUInt8(0) & 252 | 2, 0);
	return (bytes.toString("hex").match(/../g) ?? []).join(":");
}
/** A random machine identifier: what `--random-serial` draws. */
function randomEcid() {
	return randomBytes(8).toString("base64");
}

export { readConfig as a, randomMac as i, newConfig as n, writeConfig as o, randomEcid as r, macAddressOf as t };