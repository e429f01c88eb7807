package mailroad.mailbox;

/**
 * The numbers of a mailbox, all as of one moment.
 *
 * @param uidValidity changes when UIDs are no longer those that they were (RFC 3501 section 2.3.1.1)
 * @param uidNext the UID that the next message will at least get
 * @param modseq highest modseq (RFC 7162); 1 if nothing has ever happened
 * @param messages how many
 * @param recent how many of them no session has claimed yet; see {@link Mailbox#claimRecent}
 * @param unseen how many of them are without {@code \Seen}
 * @param deleted how many of them have {@code \Deleted}
 * @param deletedOctets size of those that have {@code \Deleted}
 * @param octets size of all of them
 */
public record Status(
    long uidValidity,
    long uidNext,
    long modseq,
    long messages,
    long recent,
    long unseen,
    long deleted,
    long deletedOctets,
    long octets) {}
