package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.DataType;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.graph.TensorShape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Folds scale and bias of a layer normalisation into the weights of all matrix products that read
 * it: (gamma y + beta) W = y (diag(gamma) W) + beta W. The normalised values are then rounded once
 * and not twice.
 */
final class AffineFolding {

  private AffineFolding() {}

  static void apply(GraphEdit edit) {
    for (Node node : edit.nodes()) {
      if (node.is("LayerNormalization") || node.is("RMSNormalization")) {
        new Fold(edit, node).apply();
      }
    }
  }

  private static final class Fold {
    private final GraphEdit edit;
    private final Node norm;
    private double[] scale;
    private double[] bias;
    private Node last;

    Fold(GraphEdit edit, Node norm) {
      this.edit = edit;
      this.norm = norm;
      this.last = norm;
      this.scale = new double[0];
      this.bias = new double[0];
    }

    void apply() {
      int rank = edit.type(norm.input(0)).shape().rank();
      long axis = norm.intAttribute("axis", -1);
      boolean onlyLast = axis == -1 || axis == rank - 1;
      if (!onlyLast || norm.outputs().size() > 1 || !parameters()) {
        return;
      }
      followScale();
      followBias();
      List<Node> readers = edit.readers(last.output(0));
      boolean idle = all(scale, 1) && all(bias, 0);
      if (idle
          || edit.isOutput(last.output(0))
          || readers.isEmpty()
          || !readers.stream().allMatch(this::isProduct)) {
        return;
      }
      String plain = norm.output(0) + ".plain";
      edit.declare(plain, edit.type(norm.output(0)));
      double[] one = new double[scale.length];
      Arrays.fill(one, 1);
      String ones =
          edit.put(
              plain + ".scale",
              TensorData.ofDoubles(DataType.FLOAT, TensorShape.of(scale.length), one));
      Node unit =
          new Node(
              norm.name() + ".plain",
              "",
              norm.opType(),
              norm.opset(),
              List.of(norm.input(0), ones),
              List.of(plain),
              norm.attributes());
      edit.replace(norm, unit, norm);
      readers.forEach(reader -> fold(reader, plain));
    }

    private boolean parameters() {
      Optional<TensorData> gamma = edit.constant(norm.input(1));
      if (gamma.isEmpty() || gamma.get().shape().rank() != 1) {
        return false;
      }
      scale = gamma.get().toDoubles();
      bias = new double[scale.length];
      if (norm.hasInput(2)) {
        Optional<TensorData> beta = edit.constant(norm.input(2));
        if (beta.isEmpty() || beta.get().size() != scale.length) {
          return false;
        }
        bias = beta.get().toDoubles();
      }
      return true;
    }

    // A factor by channel after it, as exporters write the scale of a spelled-out normalisation.
    private void followScale() {
      next(last, "Mul")
          .ifPresent(mul -> {
            double[] factor = channel(mul, last);
            if (factor.length == scale.length) {
              for (int i = 0; i < scale.length; i++) {
                scale[i] *= factor[i];
                bias[i] *= factor[i];
              }
              last = mul;
            }
          });
    }

    private void followBias() {
      next(last, "Add")
          .ifPresent(add -> {
            double[] offset = channel(add, last);
            if (offset.length == bias.length) {
              for (int i = 0; i < bias.length; i++) {
                bias[i] += offset[i];
              }
              last = add;
            }
          });
    }

    private Optional<Node> next(Node node, String operator) {
      List<Node> readers = edit.readers(node.output(0));
      return readers.size() == 1 && !edit.isOutput(node.output(0))
          ? readers.stream().filter(r -> r.is(operator) && r.opset() >= 7).findFirst()
          : Optional.empty();
    }

    // The constant operand, if it runs along the last axis.
    private double[] channel(Node node, Node before) {
      String other = node.input(node.input(0).equals(before.output(0)) ? 1 : 0);
      return edit.constant(other)
          .filter(data -> data.shape().rank() == 1)
          .map(TensorData::toDoubles)
          .orElse(new double[0]);
    }

    private boolean isProduct(Node node) {
      return node.is("MatMul")
          && node.input(0).equals(last.output(0))
          && !node.input(1).equals(last.output(0))
          && edit.constant(node.input(1))
              .filter(w -> w.shape().rank() == 2 && w.shape().dim(0) == scale.length)
              .isPresent();
    }

    private void fold(Node product, String plain) {
      TensorData weights = edit.constant(product.input(1)).orElseThrow();
      int columns = weights.shape().dim(1);
      double[] w = weights.toDoubles();
      double[] offset = new double[columns];
      for (int i = 0; i < w.length; i++) {
        offset[i % columns] += bias[i / columns] * w[i];
        w[i] *= scale[i / columns];
      }
      String name = product.output(0);
      String scaled =
          edit.put(name + ".scaled", TensorData.ofDoubles(DataType.DOUBLE, weights.shape(), w));
      List<String> inputs = List.of(plain, scaled);
      Map<String, Attribute> attributes = new LinkedHashMap<>(product.attributes());
      if (all(offset, 0)) {
        edit.replace(
            product, GraphEdit.node(product, "", "MatMul", product.opset(), inputs, attributes));
        return;
      }
      String added =
          edit.put(
              name + ".offset",
              TensorData.ofDoubles(DataType.DOUBLE, TensorShape.of(columns), offset));
      String bare = name + ".bare";
      edit.declare(bare, edit.type(name));
      Node bareProduct =
          new Node(
              product.name() + ".bare",
              "",
              "MatMul",
              product.opset(),
              inputs,
              List.of(bare),
              attributes);
      Node sum =
          GraphEdit.node(product, "", "Add", product.opset(), List.of(bare, added), Map.of());
      edit.replace(product, bareProduct, sum);
    }

    private static boolean all(double[] values, double wanted) {
      return Arrays.stream(values).allMatch(v -> v == wanted);
    }
  }
}
