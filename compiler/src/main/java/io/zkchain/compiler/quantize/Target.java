package io.zkchain.compiler.quantize;

/** The scale to which a value is rounded, and what happens where it leaves the table. */
public record Target(Scale scale, Verdict verdict) {}
