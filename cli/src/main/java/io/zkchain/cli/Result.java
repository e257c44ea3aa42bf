package io.zkchain.cli;

import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a command found, in both of its forms.
 *
 * @param exitCode {@link ExitCode#OK}, {@link ExitCode#PROOF_REJECTED}, or {@link ExitCode#FAILED}
 *     of a check whose findings are the result; other failures are thrown
 * @param json the document that {@code --json} prints
 * @param lines the same for people
 */
public record Result(int exitCode, ObjectNode json, List<String> lines) {
  public Result {
    lines = List.copyOf(lines);
  }

  public static Result ok(ObjectNode json, List<String> lines) {
    return new Result(ExitCode.OK, json, lines);
  }

  public static Result ok(ObjectNode json, String... lines) {
    return new Result(ExitCode.OK, json, List.of(lines));
  }
}
