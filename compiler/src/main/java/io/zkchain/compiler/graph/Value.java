package io.zkchain.compiler.graph;

/** A named value of a graph, used for its inputs and outputs. */
public record Value(String name, TensorType type) {}
