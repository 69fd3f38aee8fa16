"""losses.py TORCH_PEER WORKLOAD STEPS OUT: runs the model of the peers' script from its first values, which go to OUT as raw
float32; prints one line of JSON with their names and shapes and with what the first STEPS runs give."""
import json, os, sys

script, workload, steps, out = sys.argv[1], sys.argv[2], int(sys.argv[3]), sys.argv[4]
with open(script) as file:
    source = file.read().split('\nt0 = ')[0]  # all before the timing: data, model, loss and one run
sys.argv = [script, '--workload', workload]
scope = {'__file__': os.path.abspath(script), '__name__': '__main__'}
exec(compile(source, script, 'exec'), scope)
state = scope['m'].state_dict() if 'm' in scope else {}
with open(out, 'wb') as file:
    for value in state.values():
        file.write(value.numpy().astype('<f4').tobytes())
shapes = {name: list(value.shape) for name, value in state.items()}
print(json.dumps({'shapes': shapes, 'values': [float(scope['fn']()) for _ in range(steps)]}))
