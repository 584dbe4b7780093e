import { guestFaults } from './guest-faults.ts';
import { describeMatrix } from './describe-matrix.ts';

describeMatrix('The guest, its runner, and the way there', 'guest', guestFaults);
