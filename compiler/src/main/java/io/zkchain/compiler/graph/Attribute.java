package io.zkchain.compiler.graph;

import java.util.List;

/** The value of a node's attribute, by ONNX attribute type. */
public sealed interface Attribute {

  /** A 64-bit integer; booleans are 0 and 1. */
  record IntValue(long value) implements Attribute {}

  /** A float32. */
  record FloatValue(float value) implements Attribute {}

  /** A byte string read as UTF-8. */
  record StringValue(String value) implements Attribute {}

  /** A tensor. */
  record TensorValue(TensorData value) implements Attribute {}

  /** A subgraph (of If, Loop or Scan); none is left after normalisation. */
  record SubgraphValue(UntypedGraph value) implements Attribute {}

  /** A list of 64-bit integers. */
  record IntList(List<Long> values) implements Attribute {
    public IntList {
      values = List.copyOf(values);
    }
  }

  /** A list of float32 values. */
  record FloatList(List<Float> values) implements Attribute {
    public FloatList {
      values = List.copyOf(values);
    }
  }

  /** A list of strings. */
  record StringList(List<String> values) implements Attribute {
    public StringList {
      values = List.copyOf(values);
    }
  }

  /** An attribute of a kind that nothing here reads (sparse tensors, types); named in the error. */
  record Unread(String kind) implements Attribute {}
}
