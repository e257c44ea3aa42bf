package io.zkchain.compiler;

import io.zkchain.circuit.Circuit;
import io.zkchain.circuit.Slot;
import io.zkchain.circuit.Table;
import io.zkchain.circuit.Tensor;
import io.zkchain.compiler.graph.Graph;
import io.zkchain.compiler.graph.Node;
import io.zkchain.compiler.graph.TensorData;
import io.zkchain.compiler.lower.FrontPoint;
import io.zkchain.compiler.quantize.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a compilation made, for people.
 *
 * @param operators number of nodes by operator
 * @param parameters trained numbers in the graph
 * @param pairRows committed (input, output) cells, padding not counted
 * @param singleCells committed range-checked cells, padding not counted
 * @param columns committed columns: three by lane, one by table lane, fixed and output columns
 * @param verdicts what each rounding node does on overflow
 */
public record CompileReport(
    String name,
    Map<String, Integer> operators,
    long parameters,
    long pairRows,
    long singleCells,
    int columns,
    int relations,
    int terms,
    List<TableLine> tables,
    List<FrontPoint> front,
    FrontPoint chosen,
    Map<String, Verdict> verdicts,
    Fidelity fidelity,
    List<String> notices) {

  /** One lookup table. */
  public record TableLine(String name, long low, long high, int rows, boolean function) {}

  static CompileReport of(CompiledModel model, Fidelity fidelity) {
    Circuit circuit = model.circuit();
    List<TableLine> tables = new ArrayList<>();
    for (Table table : circuit.tables()) {
      tables.add(
          new TableLine(table.name(), table.low(), table.high(), table.size(), table.function()));
    }
    int outputs = 0;
    for (int lane = 0; lane < circuit.tableLanes(); lane++) {
      outputs += circuit.hasOutputColumn(lane) ? 1 : 0;
    }
    return new CompileReport(
        model.options().name(),
        operators(model.graph()),
        parameters(model.graph()),
        cells(circuit, Slot.PAIR),
        cells(circuit, Slot.SINGLE),
        3 * circuit.lanes() + circuit.tableLanes() + circuit.fixedColumns() + outputs,
        circuit.relations().size(),
        circuit.relations().stream().mapToInt(r -> r.terms().size()).sum(),
        tables,
        model.front(),
        model.chosen(),
        model.verdicts(),
        fidelity,
        notices(model, fidelity));
  }

  private static List<String> notices(CompiledModel model, Fidelity fidelity) {
    List<String> notices = new ArrayList<>(model.notices());
    notices.addAll(fidelity.warnings(model.options().bits()));
    return notices;
  }

  private static Map<String, Integer> operators(Graph graph) {
    Map<String, Integer> counts = new TreeMap<>();
    for (Node node : graph.nodes()) {
      counts.merge(node.operator(), 1, Integer::sum);
    }
    return counts;
  }

  private static long parameters(Graph graph) {
    return graph.initializers().values().stream()
        .filter(data -> data.dtype().isFloat())
        .mapToLong(TensorData::size)
        .sum();
  }

  private static long cells(Circuit circuit, Slot slot) {
    return circuit.tensors().stream()
        .filter(t -> t.slot() == slot)
        .mapToLong((Tensor t) -> t.shape().volume())
        .sum();
  }
}
