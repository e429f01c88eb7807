package mailroad.imap.command;

/** What a client asks for. The sub-interfaces say in which states it may (RFC 3501 section 3). */
public sealed interface Command {
  /** At any time: RFC 3501 section 6.1. */
  sealed interface AnyTime extends Command permits Capability, Id, Logout, Noop {}

  /** Before the login: RFC 3501 section 6.2. */
  sealed interface BeforeLogin extends Command permits Authenticate, Login, StartTls {}

  /** After the login: RFC 3501 section 6.3. */
  sealed interface AfterLogin extends Command
      permits Append,
          Compress,
          Create,
          Delete,
          DeleteAcl,
          Enable,
          GetAcl,
          GetMetadata,
          GetQuota,
          GetQuotaRoot,
          Idle,
          List,
          ListRights,
          Lsub,
          MultiSearch,
          MyRights,
          Namespace,
          Notify,
          Rename,
          Select,
          SetAcl,
          SetMetadata,
          SetQuota,
          Status,
          Subscribe,
          Unauthenticate,
          Unsubscribe {}

  /** While a mailbox is selected: RFC 3501 section 6.4. */
  sealed interface WhileSelected extends Command
      permits CancelUpdate,
          Check,
          Close,
          Copy,
          Expunge,
          Fetch,
          Move,
          Replace,
          Search,
          Sort,
          Store,
          ThreadSearch,
          Unselect {
    /** Whether it names messages by their numbers, or has numbers in its reply (RFC 9586 section 3.2). */
    default boolean namesNumbers() {
      return false;
    }
  }

  /** The name of the command, for replies and logs. */
  default String name() {
    return getClass().getSimpleName().toUpperCase(java.util.Locale.ROOT);
  }
}
