"""What the public's process writes into its log. It stands alone, since logs are set up before anything else."""

import logging
import traceback


class Discreet(logging.Filter):
    """A line of a log keeps what went wrong and where in the code, and neither address, path nor anybody's words."""

    def filter(self, record: logging.LogRecord) -> bool:
        if not record.name.startswith("lineside"):  # a library may put anything into its words
            record.msg, record.args = f"{getattr(record, 'status_code', '') or 'words left out'}", ()
        elif not record.name.startswith("lineside.web"):  # a room below knows nothing of reporters: its own words stay
            record.args = ()
        if record.exc_info and record.exc_info[0]:
            where = traceback.extract_tb(record.exc_info[2])[-1:]
            record.msg = (
                f"{record.msg} {record.exc_info[0].__name__} at {[f'{at.filename}:{at.lineno}' for at in where]}"
            )
            record.exc_info = record.exc_text = None
        return True
