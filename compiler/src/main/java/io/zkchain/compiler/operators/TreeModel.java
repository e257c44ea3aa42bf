package io.zkchain.compiler.operators;

import io.zkchain.compiler.graph.Attribute;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An ensemble of trees as ONNX stores it, in either form (TreeEnsembleRegressor, TreeEnsemble).
 *
 * @param trees their roots
 * @param targets number of outputs for each row
 */
record TreeModel(List<Tree> trees, int targets) {

  /** How a node compares a feature with its value. */
  enum Mode {
    LEQ,
    LT,
    GTE,
    GT,
    EQ,
    NEQ,
    MEMBER
  }

  /** A node. */
  sealed interface Tree {}

  /**
   * @param values one number; those of the set for MEMBER
   */
  record Branch(int feature, Mode mode, double[] values, Tree yes, Tree no) implements Tree {}

  /**
   * @param weights added to targets, by target
   */
  record Leaf(Map<Integer, Double> weights) implements Tree {}

  private record Key(long tree, long node) {}

  private static final int DEEPEST = 512;

  static TreeModel of(Node node) {
    return node.opType().equals("TreeEnsemble") ? ensemble(node) : regressor(node);
  }

  // ---------------------------------------------------------------- TreeEnsembleRegressor

  private static TreeModel regressor(Node node) {
    int targets = (int) node.intAttribute("n_targets", 1);
    List<Long> trees = node.intsAttribute("nodes_treeids").orElse(List.of());
    List<Long> ids = node.intsAttribute("nodes_nodeids").orElse(List.of());
    Map<Key, Integer> at = new HashMap<>();
    Map<Long, Long> roots = new LinkedHashMap<>();
    for (int k = 0; k < trees.size(); k++) {
      at.put(new Key(trees.get(k), ids.get(k)), k);
      roots.putIfAbsent(trees.get(k), ids.get(k));
    }
    Map<Key, Map<Integer, Double>> weights = new HashMap<>();
    List<Long> targetTrees = node.intsAttribute("target_treeids").orElse(List.of());
    List<Long> targetNodes = node.intsAttribute("target_nodeids").orElse(List.of());
    List<Long> targetIds = node.intsAttribute("target_ids").orElse(List.of());
    double[] values = numbers(node, "target_weights");
    for (int k = 0; k < targetTrees.size(); k++) {
      Key key = new Key(targetTrees.get(k), targetNodes.get(k));
      int target = Math.toIntExact(targetIds.get(k));
      if (target < 0 || target >= targets) {
        throw node.invalid("target " + target + " is not one of " + targets);
      }
      weights.computeIfAbsent(key, any -> new HashMap<>()).merge(target, values[k], Double::sum);
    }
    Columns columns =
        new Columns(
            node,
            at,
            weights,
            node.intsAttribute("nodes_featureids").orElse(List.of()),
            numbers(node, "nodes_values"),
            node.stringsAttribute("nodes_modes").orElse(List.of()),
            node.intsAttribute("nodes_truenodeids").orElse(List.of()),
            node.intsAttribute("nodes_falsenodeids").orElse(List.of()));
    List<Tree> out = new ArrayList<>();
    roots.forEach((tree, root) -> out.add(columns.read(tree, root, 0)));
    return new TreeModel(out, targets);
  }

  private record Columns(
      Node node,
      Map<Key, Integer> at,
      Map<Key, Map<Integer, Double>> weights,
      List<Long> features,
      double[] values,
      List<String> modes,
      List<Long> yes,
      List<Long> no) {

    Tree read(long tree, long id, int depth) {
      Key key = new Key(tree, id);
      Integer k = at.get(key);
      if (k == null || depth > DEEPEST) {
        throw node.invalid(
            "node %d of tree %d %s"
                .formatted(id, tree, k == null ? "does not exist" : "is in a cycle"));
      }
      String mode = modes.get(k);
      if (mode.equals("LEAF")) {
        return new Leaf(weights.getOrDefault(key, Map.of()));
      }
      return new Branch(
          Math.toIntExact(features.get(k)),
          mode(node, mode),
          new double[] {values[k]},
          read(tree, yes.get(k), depth + 1),
          read(tree, no.get(k), depth + 1));
    }
  }

  private static Mode mode(Node node, String name) {
    for (Mode mode : Mode.values()) {
      if (name.equals("BRANCH_" + mode)) {
        return mode;
      }
    }
    throw node.invalid("unknown mode " + name);
  }

  private static double[] numbers(Node node, String attribute) {
    Optional<TensorData> tensor = node.tensorAttribute(attribute + "_as_tensor");
    if (tensor.isPresent()) {
      return tensor.get().toDoubles();
    }
    List<Float> values = node.floatsAttribute(attribute).orElse(List.of());
    return values.stream().mapToDouble(Float::doubleValue).toArray();
  }

  // ---------------------------------------------------------------- TreeEnsemble

  private static TreeModel ensemble(Node node) {
    int targets = (int) node.intAttribute("n_targets", 1);
    Indexed indexed = new Indexed(node, targets);
    List<Tree> trees = new ArrayList<>();
    for (long root : node.intsAttribute("tree_roots").orElse(List.of())) {
      trees.add(indexed.root(Math.toIntExact(root)));
    }
    return new TreeModel(trees, targets);
  }

  private static final class Indexed {
    private final Node node;
    private final int targets;
    private final double[] splits;
    private final double[] modes;
    private final double[] weights;
    private final List<double[]> members = new ArrayList<>();

    Indexed(Node node, int targets) {
      this.node = node;
      this.targets = targets;
      this.splits = tensor("nodes_splits");
      this.modes = tensor("nodes_modes");
      this.weights = tensor("leaf_weights");
      List<Double> set = new ArrayList<>();
      double[] all =
          node.tensorAttribute("membership_values")
              .map(TensorData::toDoubles)
              .orElse(new double[0]);
      for (double value : all) {
        if (Double.isNaN(value)) {
          members.add(set.stream().mapToDouble(Double::doubleValue).toArray());
          set.clear();
        } else {
          set.add(value);
        }
      }
      members.add(set.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private double[] tensor(String attribute) {
      return node.tensorAttribute(attribute)
          .map(TensorData::toDoubles)
          .orElseThrow(() -> node.invalid("attribute '" + attribute + "' is missing"));
    }

    private long at(String attribute, int index) {
      List<Long> values = node.intsAttribute(attribute).orElse(List.of());
      if (index < 0 || index >= values.size()) {
        throw node.invalid("attribute '%s' has no element %d".formatted(attribute, index));
      }
      return values.get(index);
    }

    // ONNX marks a tree of one leaf by a node whose two children are the same leaf.
    Tree root(int index) {
      return branch(index, 0);
    }

    private Tree branch(int k, int depth) {
      if (depth > DEEPEST || k < 0 || k >= modes.length) {
        throw node.invalid("node " + k + " does not exist or is in a cycle");
      }
      Mode mode = Mode.values()[(int) modes[k]];
      double[] values = {splits[k]};
      if (mode == Mode.MEMBER) {
        int before = 0;
        for (int i = 0; i < k; i++) {
          before += (int) modes[i] == Mode.MEMBER.ordinal() ? 1 : 0;
        }
        values = members.get(before);
      }
      return new Branch(
          Math.toIntExact(at("nodes_featureids", k)),
          mode,
          values,
          child("nodes_truenodeids", "nodes_trueleafs", k, depth),
          child("nodes_falsenodeids", "nodes_falseleafs", k, depth));
    }

    private Tree child(String ids, String leaf, int k, int depth) {
      int id = Math.toIntExact(at(ids, k));
      if (at(leaf, k) == 0) {
        return branch(id, depth + 1);
      }
      int target = Math.toIntExact(at("leaf_targetids", id));
      if (target < 0 || target >= targets) {
        throw node.invalid("target " + target + " is not one of " + targets);
      }
      return new Leaf(Map.of(target, weights[id]));
    }
  }

  /** The aggregate function of a node. */
  static String aggregate(Node node) {
    return switch (node.attributes().get("aggregate_function")) {
      case Attribute.StringValue(String name) -> name;
      case Attribute.IntValue(long code) ->
          List.of("AVERAGE", "SUM", "MIN", "MAX").get(Math.clamp(code, 0, 3));
      case null -> "SUM";
      default -> throw node.invalid("aggregate_function has another type");
    };
  }
}
