package mailroad.app.command;

/** Adds a command to the tool: found by {@link java.util.ServiceLoader}, as the lab's are. */
public interface CommandPlugin {
  /** A new instance of a class annotated with {@link picocli.CommandLine.Command}. */
  Object command();
}
