"""Officer emergencies: an officer has pressed the emergency button, and every desk of the area must know at once.

Owns each emergency with its presses, who answered it, its escalation and its outcome. It opens the incident by the
front door of incidents, at grade I, and holds its closing. Announces EmergencyChanged. It does not know how a radio is
spoken to, nor what a desk looks like; it sends nobody: people do that, on the incident.
"""
