package io.zkchain.compiler.onnx;

import io.zkchain.compiler.graph.UntypedGraph;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A model as the file states it.
 *
 * @param irVersion the version of the file format
 * @param producer the tool that wrote it, possibly empty
 * @param opsets imported version by domain, {@code ""} for ai.onnx
 * @param graph the main graph, local functions inlined
 */
public record OnnxModel(
    long irVersion, String producer, Map<String, Integer> opsets, UntypedGraph graph) {

  public OnnxModel {
    opsets = Collections.unmodifiableMap(new TreeMap<>(opsets));
  }
}
