package io.zkchain.prover.field;

/**
 * How many lanes of 64 bits the vector arithmetic has, and why.
 *
 * @param lanes 4 or 8, or 0 for scalar arithmetic
 * @param explanation one line, which also says how to get a faster one
 */
record VectorChoice(int lanes, String explanation) {
  static final String MODULE = "jdk.incubator.vector";

  /** In place of a number of lanes: the module is not there. */
  static final int NO_MODULE = -1;

  private static final String OPTION = "-Dzkchain.vector=";

  /**
   * The choice.
   *
   * @param wanted the property: auto, off, 4 or 8; others are taken for auto
   * @param preferred lanes of the vectors that the JVM prefers, or {@link #NO_MODULE}
   */
  static VectorChoice of(String wanted, int preferred) {
    if (wanted.equals("off")) {
      return new VectorChoice(
          0, "scalar arithmetic, because " + OPTION + "off is set; vectors are faster");
    }
    if (preferred == NO_MODULE) {
      return new VectorChoice(
          0,
          "scalar arithmetic, because the module "
              + MODULE
              + " is not there; start Java with --add-modules "
              + MODULE
              + " for vector arithmetic");
    }
    return switch (wanted) {
      case "4", "8" -> forced(Integer.parseInt(wanted), preferred);
      case "auto" -> automatic(preferred);
      default -> {
        VectorChoice choice = automatic(preferred);
        String ignored = "; " + OPTION + wanted + " is ignored: auto, off, 4 and 8 are known";
        yield new VectorChoice(choice.lanes, choice.explanation + ignored);
      }
    };
  }

  private static VectorChoice automatic(int preferred) {
    if (preferred < 4) {
      return new VectorChoice(
          0, "scalar arithmetic, because the widest vectors here have fewer than 256 bits");
    }
    int lanes = preferred >= 8 ? 8 : 4;
    return new VectorChoice(
        lanes,
        "vector arithmetic with "
            + lanes
            + " lanes of 64 bits, because the widest vectors here have "
            + 64 * preferred
            + " bits");
  }

  private static VectorChoice forced(int lanes, int preferred) {
    String text =
        "vector arithmetic with "
            + lanes
            + " lanes of 64 bits, because "
            + OPTION
            + lanes
            + " is set";
    if (lanes > preferred) {
      text += "; it is slow where vectors have " + preferred + " lanes: leave the option out";
    } else if (lanes < Math.min(8, preferred)) {
      text += "; without it there would be 8, which are faster";
    }
    return new VectorChoice(lanes, text);
  }
}
