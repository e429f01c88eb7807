package mailroad.app.admin;

import mailroad.store.StoreException;

/** One thing that an administrator can do. */
@FunctionalInterface
public interface Operation {
  /**
   * Does it.
   *
   * @return a record, list, map or text, to be written as JSON
   * @throws AdminException if it is refused or fails
   * @throws StoreException if the machine fails, which {@link Operations} tells in words
   * @throws InterruptedException if the node stops meanwhile
   */
  Object run(Arguments arguments) throws AdminException, StoreException, InterruptedException;
}
