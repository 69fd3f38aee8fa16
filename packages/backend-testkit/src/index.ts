/** The conformance suites for backends, and a backend without addresses to run everything on. */
export type { Law } from '@ostinato/backend/testing';
export { conformance } from './conformance.ts';
export { opaqueBackend } from './opaque-backend.ts';
export { recordingLaws, type RecordingLawOptions } from './recording-laws.ts';
export { sameBitsLaws } from './same-bits.ts';
