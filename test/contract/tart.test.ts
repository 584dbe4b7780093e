import { realTart, whyNoRealTart } from './real-tart.ts';
import { describeBackend } from './sandbox-backend.ts';
import { simulateTart } from './simulated-tart.ts';

// More VMs than our slots: what holds the limit is the backend, not the simulated kernel.
describeBackend('tart, simulated', () => simulateTart({ vmLimit: 8 }));
describeBackend('tart on this Mac', realTart, whyNoRealTart());
