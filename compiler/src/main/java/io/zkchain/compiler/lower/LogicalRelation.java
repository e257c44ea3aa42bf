package io.zkchain.compiler.lower;

import java.util.List;

/**
 * A relation before its tensors have places.
 *
 * @param dims of the box, axes of size 1 included
 * @param publicTensor position in the list of public tensors, -1 if the sum vanishes
 */
record LogicalRelation(
    String name, String origin, int[] dims, List<Addend> addends, int publicTensor) {
  LogicalRelation {
    dims = dims.clone();
    addends = List.copyOf(addends);
  }
}
