import { macFaults } from './mac-faults.ts';
import { describeMatrix } from './describe-matrix.ts';

describeMatrix('The Mac', 'mac', macFaults);
