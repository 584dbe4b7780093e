import { githubFaults } from './github-faults.ts';
import { describeMatrix } from './describe-matrix.ts';

describeMatrix('GitHub', 'github', githubFaults);
