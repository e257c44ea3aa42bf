package io.zkchain.compiler.graph.shape;

import io.zkchain.compiler.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parsed equation of an Einsum: one label per axis of each operand and of the result. An
 * ellipsis becomes the labels {@code ...0, ...1, ..}, numbered so that the last axes of all
 * ellipses agree.
 */
public record EinsumEquation(List<List<String>> operands, List<String> result) {

  private static final String ELLIPSIS = "...";

  public EinsumEquation {
    operands = operands.stream().map(List::copyOf).toList();
    result = List.copyOf(result);
  }

  /** Parses the attribute {@code equation} against the ranks of the inputs. */
  public static EinsumEquation of(Node node, NodeInputs in) {
    String text = node.stringAttribute("equation", "").replace(" ", "");
    int arrow = text.indexOf("->");
    String[] terms = (arrow < 0 ? text : text.substring(0, arrow)).split(",", -1);
    if (terms.length != node.inputs().size()) {
      throw node.invalid("equation '%s' does not have %d operands".formatted(text, terms.length));
    }
    int extra = 0;
    for (int i = 0; i < terms.length; i++) {
      extra = Math.max(extra, in.shape(i).rank() - letters(node, terms[i]));
    }
    List<List<String>> operands = new ArrayList<>();
    for (int i = 0; i < terms.length; i++) {
      int rank = in.shape(i).rank();
      List<String> labels = labels(terms[i], rank - letters(node, terms[i]), extra);
      if (labels.size() != rank) {
        throw node.invalid("operand '%s' does not fit %s".formatted(terms[i], in.shape(i)));
      }
      operands.add(labels);
    }
    List<String> result =
        arrow < 0 ? implicit(operands) : explicit(node, text.substring(arrow + 2), extra);
    return new EinsumEquation(operands, result);
  }

  private static List<String> explicit(Node node, String term, int extra) {
    letters(node, term);
    return labels(term, extra, extra);
  }

  /** Without an arrow: the ellipsis, then the labels that occur once, in alphabetical order. */
  private static List<String> implicit(List<List<String>> operands) {
    Map<String, Integer> counts = new TreeMap<>();
    operands.forEach(labels -> labels.forEach(label -> counts.merge(label, 1, Integer::sum)));
    return counts.entrySet().stream()
        .filter(entry -> entry.getValue() == 1 || entry.getKey().startsWith(ELLIPSIS))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static int letters(Node node, String term) {
    String letters = term.replace(ELLIPSIS, "");
    if (!letters.chars().allMatch(Character::isLetter)) {
      throw node.invalid("equation term '" + term + "' cannot be read");
    }
    return letters.length();
  }

  private static List<String> labels(String term, int own, int extra) {
    List<String> labels = new ArrayList<>();
    int at = term.indexOf(ELLIPSIS);
    for (int i = 0; i < term.length(); i++) {
      if (i == at) {
        for (int axis = Math.max(0, extra - own); axis < extra; axis++) {
          labels.add(ELLIPSIS + axis);
        }
        i += ELLIPSIS.length() - 1;
      } else {
        labels.add(term.substring(i, i + 1));
      }
    }
    return labels;
  }
}
