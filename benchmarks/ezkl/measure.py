"""Runs ezkl's steps, each in a process of its own, and writes their times and peak memory as JSON.

The order of the steps, with private input, public output and fixed parameters, is that of ezkl's own examples; the powers
of tau are made up (gen_srs). Arguments: work folder, --json FILE, model folders.
"""

import argparse
import asyncio
import datetime
import importlib.metadata
import inspect
import json
import os
import platform
import resource
import shutil
import sys
import time


def finish(result):
    """Some steps are coroutines, depending on what they may fetch."""
    if inspect.isawaitable(result):
        async def wait():
            return await result

        return asyncio.run(wait())
    return result


def step_settings(folder):
    import ezkl

    run_args = ezkl.PyRunArgs()
    run_args.input_visibility = "private"
    run_args.output_visibility = "public"
    run_args.param_visibility = "fixed"
    finish(ezkl.gen_settings("model.onnx", "settings.json", py_run_args=run_args))
    finish(ezkl.calibrate_settings("one.json", "model.onnx", "settings.json", "resources"))
    finish(ezkl.compile_circuit("model.onnx", "model.compiled", "settings.json"))


def step_srs(folder):
    import ezkl

    with open("settings.json", encoding="utf-8") as file:
        logrows = json.load(file)["run_args"]["logrows"]
    ezkl.gen_srs("powers.srs", logrows)


def step_setup(folder):
    import ezkl

    finish(ezkl.setup("model.compiled", "verifying.key", "proving.key", "powers.srs"))


def step_prove(folder):
    """From the input, as zkchain's command: witness and proof."""
    import ezkl

    finish(ezkl.gen_witness("one.json", "model.compiled", "witness.json"))
    finish(ezkl.prove("witness.json", "model.compiled", "proving.key", "proof.json", "powers.srs"))


def step_verify(folder):
    import ezkl

    if not finish(ezkl.verify("proof.json", "settings.json", "verifying.key", "powers.srs")):
        raise RuntimeError("ezkl refused its own proof")


STEPS = {
    "settings": step_settings,
    "srs": step_srs,
    "setup": step_setup,
    "prove": step_prove,
    "verify": step_verify,
}


def in_process(step, work):
    """Wall and CPU seconds and peak memory of one step."""
    start = time.monotonic()
    child = os.fork()
    if child == 0:
        try:
            os.chdir(work)
            os.dup2(2, 1)
            STEPS[step](work)
            os._exit(0)
        except BaseException as error:  # the parent only sees the status
            print(f"{step}: {error}", file=sys.stderr)
            os._exit(1)
    _, status, usage = os.wait4(child, 0)
    result = {
        "seconds": round(time.monotonic() - start, 3),
        "cpuSeconds": round(usage.ru_utime + usage.ru_stime, 3),
        "peakBytes": usage.ru_maxrss * 1024,
    }
    if status != 0:
        result["failed"] = True
    return result


def one_input(source, target):
    """ezkl takes one flat list for each input."""
    with open(source, encoding="utf-8") as file:
        data = json.load(file)["input_data"]
    with open(target, "w", encoding="utf-8") as file:
        json.dump({"input_data": data}, file)


def measure(folder, cache):
    name = os.path.basename(os.path.normpath(folder))
    work = os.path.join(cache, name)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    shutil.copy(os.path.join(folder, "model.onnx"), work)
    one_input(os.path.join(folder, "input.json"), os.path.join(work, "one.json"))
    figures = {}
    for step in STEPS:
        print(f"{name}: {step} ...", file=sys.stderr)
        figures[step] = in_process(step, work)
        if "failed" in figures[step]:
            break
    for key, file in (("provingKeyBytes", "proving.key"), ("proofJsonBytes", "proof.json")):
        path = os.path.join(work, file)
        if os.path.exists(path):
            figures[key] = os.path.getsize(path)
    shutil.rmtree(work, ignore_errors=True)  # gigabytes
    return name, figures


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cache")
    parser.add_argument("--json", required=True)
    parser.add_argument("folders", nargs="+")
    arguments = parser.parse_args()
    report = {
        "version": importlib.metadata.version("ezkl"),
        "date": datetime.date.today().isoformat(),
        "machine": f"{platform.processor() or platform.machine()}, {os.cpu_count()} cores",
        "models": {},
    }
    for folder in arguments.folders:
        name, figures = measure(folder, arguments.cache)
        report["models"][name] = figures
        with open(arguments.json, "w", encoding="utf-8") as file:  # what is done is kept
            json.dump(report, file, indent=2)


if __name__ == "__main__":
    main()
