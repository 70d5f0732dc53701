"""Scanner gateway: every file that is kept goes before ClamAV, over its socket.

Owns no table: what is still to be scanned is asked of files, and what was found is told to files, once for each file
however often the process is killed. It announces nothing itself. It does not know where a file came from, and no file
leaves the deployment by it: the scanner is the force's own.
"""
