package mailroad.app.admin;

/** One thing that an administrator can do. */
@FunctionalInterface
public interface Operation {
  /**
   * Does it.
   *
   * @return a record, list, map or text, to be written as JSON
   * @throws AdminException if it is refused or fails
   * @throws InterruptedException if the node stops meanwhile
   */
  Object run(Arguments arguments) throws AdminException, InterruptedException;
}
