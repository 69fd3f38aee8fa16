/** How laws compare trees of tensors: as those of sequence layers do. */
export { broken, byPath, differ, expectSame } from '@ostinato/sequence/testing';
