// src/sim/vm/order.ts
/** The variable by which every process inside this boot of the VM can be recognised, as `NAME=value`. */
function guestMark(order) {
	return `SAND_SIM_VM=${order.id}`;
}

export { guestMark as t };