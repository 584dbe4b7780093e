import { beliefs } from './beliefs.ts';
import { describeMatrix } from './describe-matrix.ts';

describeMatrix('Beliefs that are false', 'beliefs', beliefs);
