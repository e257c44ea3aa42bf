package io.zkchain.circuit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * coefficient * sum over (x, w, free) of the product of index relations * X[x] * W[w].
 *
 * <p>With no operand it is a constant, with one (always {@code x}) it is linear, with two it is
 * bilinear, and then {@code x} must read cells A or B (they are revealed). Every axis of the
 * relation's box, of X and of W occurs in exactly one variable of exactly one index relation.
 */
public record Term(
    long coefficient,
    @Nullable Operand x,
    @Nullable Operand w,
    List<IndexRelation> indexRelations) {
  public Term {
    indexRelations = List.copyOf(indexRelations);
  }
}
