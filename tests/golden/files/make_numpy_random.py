"""Writes numpy_random.npz beside this script (made with NumPy 2.4): draws of the legacy generator, in this order."""
import os
import numpy as np

seeds = [0, 1000, 10000, 4294967295]
draws = {"seeds": np.array(seeds, dtype=float)}
for k, seed in enumerate(seeds):
    random = np.random.RandomState(seed)
    draws[f"normals_{k}"] = random.randn(3, 5)
    draws[f"permutation_{k}"] = random.permutation(30).astype(float)
    draws[f"uniforms_{k}"] = random.random_sample(4)
    draws[f"odd_{k}"] = random.randn(701)  # past the end of the state, an odd number
np.savez(os.path.join(os.path.dirname(os.path.abspath(__file__)), "numpy_random.npz"), **draws)
