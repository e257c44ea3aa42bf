package io.zkchain.compiler.fuzz;

/** Adds a node, or a few that belong together, to a model. */
interface Recipe {

  /**
   * @throws Sketch.NotTaken where it is not legal; what it added before stays
   */
  void add(Sketch sketch);
}
