export * from './unary';
export * from './batch-matmul';
export * from './matmul';
