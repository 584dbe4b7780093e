// src/sim/vm/frames.ts
/**
* What goes over `control.sock` between `tart exec` or `tart ip` and the agent of the guest: frames of a type byte, a
* length (32 bits, big endian) and the payload. Tart itself speaks gRPC there; no driver looks at it.
*/
/** Kinds of frames. The first one of a connection is `request`; `exit`, `address` and `notReady` are the last one. */
const frameType = {
	request: 0,
	stdin: 1,
	stdinEnd: 2,
	stdout: 3,
	stderr: 4,
	exit: 5,
	address: 6,
	notReady: 7
};
const headerBytes = 5;
/** Prints one frame. */
function encodeFrame(type, payload = "") {
	const body = Buffer.from(payload);
	const header = Buffer.alloc(headerBytes);
	header.writeUInt8(type, 0);
	header.writeUInt32BE(body.length, 1);
	return Buffer.concat([header, body]);
}
/** The frames of a byte stream, in order; what a cut stream left incomplete is dropped. Reading slowly slows the sender. */
async function* decodeFrames(stream) {
	let rest = Buffer.alloc(0);
	for await (const chunk of stream) {
		rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
		while (rest.length >= headerBytes) {
			const end = headerBytes + rest.readUInt32BE(1);
			if (rest.length < end) break;
			yield {
				type: rest.readUInt8(0),
				payload: rest.subarray(headerBytes, end)
			};
			rest = rest.subarray(end);
		}
	}
}

export { encodeFrame as n, frameType as r, decodeFrames as t };