package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Axis arguments: negative ones count from the end, and lists moved from attributes to inputs. */
public final class Axes {

  private Axes() {}

  /**
   * An axis in {@code 0 .. rank - 1} from one in {@code -rank .. rank - 1}.
   *
   * @throws io.zkchain.compiler.error.InvalidModelException if it lies outside
   */
  public static int normalise(Node node, long axis, int rank) {
    if (axis < -rank || axis >= rank) {
      throw node.invalid("axis %d is outside a tensor of rank %d".formatted(axis, rank));
    }
    return (int) (axis < 0 ? axis + rank : axis);
  }

  /** The attribute {@code axis}, normalised. */
  public static int attribute(Node node, long otherwise, int rank) {
    return normalise(node, node.intAttribute("axis", otherwise), rank);
  }

  /**
   * A list of axes from the attribute {@code axes} (older opsets) or from a constant input, in the
   * given order, normalised to {@code rank} and without repetition.
   *
   * @return empty if neither is given
   */
  public static Optional<List<Integer>> list(Node node, NodeInputs inputs, int input, int rank) {
    return raw(node, inputs, "axes", input)
        .map(axes -> {
          List<Integer> out = new ArrayList<>();
          for (long axis : axes) {
            int normal = normalise(node, axis, rank);
            if (out.contains(normal)) {
              throw node.invalid("axis " + axis + " is given twice");
            }
            out.add(normal);
          }
          return List.copyOf(out);
        });
  }

  /** Integers from an attribute (older opsets) or from a constant input of the same role. */
  static Optional<long[]> raw(Node node, NodeInputs inputs, String role, int input) {
    Optional<List<Long>> attribute = node.intsAttribute(role);
    if (attribute.isPresent()) {
      return attribute.map(list -> list.stream().mapToLong(Long::longValue).toArray());
    }
    return inputs.constantIfGiven(input, role).map(TensorData::toLongs);
  }

  /**
   * The axes that a reduction sums over, ascending: those given, else all; none at all if {@code
   * noop_with_empty_axes} is set and the list is absent or empty.
   */
  public static List<Integer> reduced(Node node, NodeInputs inputs) {
    int rank = inputs.shape(0).rank();
    List<Integer> given = list(node, inputs, 1, rank).orElse(List.of());
    if (!given.isEmpty()) {
      return given.stream().sorted().toList();
    }
    boolean none = node.intAttribute("noop_with_empty_axes", 0) != 0;
    return none ? List.of() : IntStream.range(0, rank).boxed().toList();
  }

  /** The permutation of a Transpose: output axis i is input axis {@code result.get(i)}. */
  public static List<Integer> permutation(Node node, int rank) {
    List<Integer> perm =
        node.intsAttribute("perm")
            .map(list -> list.stream().map(axis -> normalise(node, axis, rank)).toList())
            .orElseGet(() -> IntStream.range(0, rank).mapToObj(i -> rank - 1 - i).toList());
    boolean[] seen = new boolean[rank];
    perm.forEach(axis -> seen[axis] = true);
    if (perm.size() != rank || !allTrue(seen)) {
      throw node.invalid("perm " + perm + " is no permutation of " + rank + " axes");
    }
    return perm;
  }

  private static boolean allTrue(boolean[] flags) {
    return IntStream.range(0, flags.length).allMatch(i -> flags[i]);
  }

  static String text(long[] values) {
    return Arrays.toString(values);
  }
}
