package io.zkchain.cli.model;

import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorShape;
import java.util.Map;
import java.util.TreeMap;

/**
 * The size of a model.
 *
 * @param operators operator to the number of nodes that apply it
 * @param parameters elements of all floating-point constants
 * @param multiplyAccumulates of convolutions and matrix products, for one run
 */
public record ModelFigures(
    Map<String, Integer> operators, long parameters, long multiplyAccumulates) {

  /** Counts over a graph after constants were folded. */
  public static ModelFigures of(Graph graph) {
    Map<String, Integer> operators = new TreeMap<>();
    long products = 0;
    for (Node node : graph.nodes()) {
      operators.merge(node.operator(), 1, Integer::sum);
      products += products(graph, node);
    }
    long parameters =
        graph.initializers().values().stream()
            .filter(data -> data.dtype() == DataType.FLOAT || data.dtype() == DataType.DOUBLE)
            .mapToLong(data -> data.shape().size())
            .sum();
    return new ModelFigures(operators, parameters, products);
  }

  private static long products(Graph graph, Node node) {
    return switch (node.operator()) {
      case "Conv" -> {
        TensorShape kernel = graph.shape(node.input(1));
        yield output(graph, node) * kernel.sizeOf(1, kernel.rank());
      }
      case "ConvTranspose" -> {
        TensorShape kernel = graph.shape(node.input(1));
        yield (long) graph.shape(node.input(0)).size() * kernel.sizeOf(1, kernel.rank());
      }
      case "Gemm" -> {
        TensorShape left = graph.shape(node.input(0));
        yield output(graph, node) * left.dim(node.intAttribute("transA", 0) == 0 ? 1 : 0);
      }
      case "MatMul" -> {
        TensorShape left = graph.shape(node.input(0));
        yield output(graph, node) * left.dim(left.rank() - 1);
      }
      default -> 0L;
    };
  }

  private static long output(Graph graph, Node node) {
    return graph.shape(node.output(0)).size();
  }
}
