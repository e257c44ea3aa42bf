package io.zkchain.cli.command;

import io.zkchain.cli.Result;
import io.zkchain.cli.Session;
import picocli.CommandLine.Mixin;

/** A command: options in fields that the parser fills, the work in {@link #run}. */
public abstract class BaseCommand {
  @Mixin public CommonOptions common = new CommonOptions();

  /** Does the work. Failures are thrown; what they mean is decided in one place. */
  public abstract Result run(Session session) throws Exception;
}
