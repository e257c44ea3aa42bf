package io.zkchain.circuit;

/**
 * Public values of the statement. Its words are numbered row-major; word k is the value v as v mod
 * r.
 *
 * @param shape {@linkplain Shape#isDense() dense}, so that word k belongs to padded index k
 */
public record PublicTensor(String name, Role role, Shape shape) {
  /** Whether the values are the model's input or its output. */
  public enum Role {
    INPUT,
    OUTPUT
  }
}
